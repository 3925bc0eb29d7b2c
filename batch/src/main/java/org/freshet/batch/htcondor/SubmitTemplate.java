package org.freshet.batch.htcondor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A submit file with {@code @PLACES@} to fill in. Filling in keeps the number of every line, so that what HTCondor says of
 * the submit file is true of the template. A line whose place is not stated becomes a comment.
 *
 * @param name of the file, for messages
 */
record SubmitTemplate(String name, List<String> lines) {

    private static final Pattern PLACE = Pattern.compile("@([A-Z][A-Z_]*)@");
    private static final Pattern LINE = Pattern.compile("(?i)\\bline (\\d{1,6})\\b");

    SubmitTemplate {
        lines = List.copyOf(lines);
    }

    static SubmitTemplate parse(String name, String text) {
        return new SubmitTemplate(name, text.lines().toList());
    }

    /** Why it must not be used: what Freshet relies on is not in it. The first flaw only. */
    Optional<String> flaw() {
        for (int i = 0; i < lines.size(); i++) {
            var place = PLACE.matcher(isComment(lines.get(i)) ? "" : lines.get(i));
            while (place.find()) {
                if (!SubmitValues.names().contains(place.group(1))) {
                    return Optional.of(at(i + 1) + " has " + place.group()
                            + ", which nothing is filled into; there are " + String.join(", ", SubmitValues.names()));
                }
            }
        }
        return new SubmitRules(statements()).broken().map(it -> name + it);
    }

    String filledIn(Map<String, String> values) {
        var filled = new ArrayList<String>();
        for (var line : lines) {
            filled.add(isComment(line) ? line : filledIn(line, values));
        }
        return String.join("\n", filled) + "\n";
    }

    private static String filledIn(String line, Map<String, String> values) {
        var place = PLACE.matcher(line);
        boolean stated =
                place.results().noneMatch(it -> value(it.group(1), values).isEmpty());
        return stated
                ? PLACE.matcher(line).replaceAll(it -> Matcher.quoteReplacement(value(it.group(1), values)))
                : "# the site does not state it: " + line;
    }

    private static String value(String place, Map<String, String> values) {
        return values.getOrDefault(place, "");
    }

    /** HTCondor's complaint, with the line that it is about. */
    String withLine(String complaint) {
        var number = LINE.matcher(complaint);
        if (!number.find()) {
            return complaint;
        }
        int line = Integer.parseInt(number.group(1));
        return line < 1 || line > lines.size()
                ? complaint
                : complaint + " (" + at(line) + " is \"" + lines.get(line - 1).strip() + "\")";
    }

    private String at(int line) {
        return name + " line " + line;
    }

    /** The lines that say something, with what continues them. */
    private List<Statement> statements() {
        var statements = new ArrayList<Statement>();
        var open = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (isComment(line)) {
                continue;
            }
            first = open.isEmpty() ? i + 1 : first;
            boolean goesOn = line.endsWith("\\");
            open.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn && !open.isEmpty()) {
                statements.add(Statement.of(first, open.toString()));
                open.setLength(0);
            }
        }
        return statements;
    }

    private static boolean isComment(String line) {
        return line.strip().startsWith("#");
    }

    /**
     * A command of a submit file.
     *
     * @param key in small letters, attributes of the job as {@code my.name}; of a line without "=", its first word
     */
    record Statement(int line, String key, String value) {

        private static final Pattern ASSIGNMENT = Pattern.compile("([+A-Za-z_][\\w.]*)\\s*=(?!=)\\s*(.*)");

        private static Statement of(int line, String text) {
            var assignment = ASSIGNMENT.matcher(text.strip());
            if (!assignment.matches()) {
                var words = text.strip().split("\\s+", 2);
                return new Statement(line, words[0].toLowerCase(Locale.ROOT), words.length > 1 ? words[1] : "");
            }
            var key = assignment.group(1).replaceFirst("^\\+", "my.").toLowerCase(Locale.ROOT);
            return new Statement(line, key, assignment.group(2).strip());
        }
    }
}
