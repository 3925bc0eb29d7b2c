package org.freshet.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of one command in the language of man(7), from what the command says of itself in its help. */
final class ManPage {

    private final CommandLine command;
    private final CommandSpec spec;
    private final Map<String, String> exitCodes;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandLine command, Map<String, String> exitCodes) {
        this.command = command;
        this.spec = command.getCommandSpec();
        this.exitCodes = exitCodes;
    }

    /** {@code freshet-job-submit}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** @param day the date that the page carries, for example 2026-11-20 */
    String text(String version, String day) {
        line(".TH " + escaped(name(command).toUpperCase(Locale.ROOT)) + " 1 " + day + " \"Freshet " + escaped(version)
                + "\" Freshet");
        // no hyphens in what is to be typed
        line(".nh");
        line(".ad l");
        section("NAME");
        line(escaped(name(command)) + " \\- " + escaped(brief(command)));
        section("SYNOPSIS");
        line(".B " + escaped(spec.qualifiedName()));
        text(synopsis());
        section("DESCRIPTION");
        paragraphs(spec.usageMessage().description());
        parameters();
        options();
        commands();
        section("EXIT STATUS");
        exitCodes.forEach((code, meaning) -> item(code.strip(), meaning));
        footer();
        seeAlso();
        return page.toString();
    }

    /** The first sentence, without its full stop. */
    private static String brief(CommandLine command) {
        var description = command.getCommandSpec().usageMessage().description();
        String first = description.length == 0 ? "" : plain(description[0]);
        int end = first.indexOf(". ");
        return (end < 0 ? first : first.substring(0, end)).replaceFirst("[.:]$", "");
    }

    private String synopsis() {
        String all = command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
        String name = spec.qualifiedName();
        return all.startsWith(name) ? all.substring(name.length()).strip() : all;
    }

    private void parameters() {
        var visible =
                spec.positionalParameters().stream().filter(it -> !it.hidden()).toList();
        if (!visible.isEmpty()) {
            section("ARGUMENTS");
            visible.forEach(it -> item(label(it), described(it)));
        }
    }

    private void options() {
        section("OPTIONS");
        spec.options().stream()
                .filter(it -> !it.hidden())
                .sorted((a, b) -> Integer.compare(a.order(), b.order()))
                .forEach(it -> item(String.join(", ", it.names()) + label(it), described(it)));
    }

    private String label(ArgSpec argument) {
        var label = command.getHelp()
                .createDefaultParamLabelRenderer()
                .renderParameterLabel(argument, Ansi.OFF, List.of())
                .toString();
        return argument instanceof OptionSpec option && option.arity().max() == 0 ? "" : label;
    }

    private static String described(ArgSpec argument) {
        String text = Arrays.stream(argument.description()).map(ManPage::plain).collect(Collectors.joining(" "));
        return text.replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString(true)))
                .replace("${COMPLETION-CANDIDATES}", candidates(argument));
    }

    private static String candidates(ArgSpec argument) {
        var candidates = new ArrayList<String>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(candidates::add);
        }
        return String.join(", ", candidates);
    }

    private void commands() {
        var visible = children();
        if (!visible.isEmpty()) {
            section("COMMANDS");
            visible.forEach(it -> item(name(it) + "(1)", brief(it) + "."));
        }
    }

    private List<CommandLine> children() {
        return command.getSubcommands().values().stream()
                .filter(it -> !it.getCommandSpec().usageMessage().hidden())
                .distinct()
                .toList();
    }

    /** What stands below the help: blocks under headings, to be printed as they are. */
    private void footer() {
        var block = new ArrayList<String>();
        String heading = plain(spec.usageMessage().footerHeading());
        for (String line : spec.usageMessage().footer()) {
            String text = plain(line);
            if (text.endsWith(":") && !text.startsWith(" ")) {
                block(heading, block);
                block.clear();
                heading = text;
            } else {
                block.add(text);
            }
        }
        block(heading, block);
    }

    private void block(String heading, List<String> lines) {
        if (lines.stream().allMatch(String::isBlank)) {
            return;
        }
        String title = heading.strip().replaceFirst(":$", "").toUpperCase(Locale.ROOT);
        section(title.isEmpty() ? "NOTES" : title);
        line(".nf");
        lines.stream()
                .map(String::stripTrailing)
                .dropWhile(String::isEmpty)
                .forEach(it -> text(it.replaceFirst("^ {2}", "")));
        line(".fi");
    }

    private void seeAlso() {
        var parent = spec.parent();
        var related = parent == null
                ? Stream.<CommandLine>empty()
                : Stream.concat(
                        Stream.of(parent.commandLine()),
                        parent.parent() == null ? Stream.empty() : siblings(parent.commandLine()));
        String names = related.map(it -> ".BR " + escaped(name(it)) + " (1)").collect(Collectors.joining(" ,\n"));
        if (!names.isEmpty()) {
            section("SEE ALSO");
            line(names);
        }
    }

    private Stream<CommandLine> siblings(CommandLine parent) {
        return parent.getSubcommands().values().stream().distinct().filter(it -> it != command);
    }

    private void paragraphs(String... paragraphs) {
        for (int i = 0; i < paragraphs.length; i++) {
            if (i > 0) {
                line(".PP");
            }
            text(plain(paragraphs[i]));
        }
    }

    private void section(String title) {
        line(".SH " + escaped(title));
    }

    private void item(String term, String explanation) {
        line(".TP");
        line(".B " + escaped(term));
        text(explanation);
    }

    private void text(String text) {
        String escaped = escaped(text);
        // a dot or an apostrophe at its begin would make the line a request
        line(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** Without the marks of a format string, on one line. */
    private static String plain(@Nullable String text) {
        return text == null ? "" : text.replace("%n", " ").replace("%%", "%");
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        text.codePoints().forEach(it -> {
            switch (it) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '"' -> escaped.append("\\(dq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> append(escaped, it);
            }
        });
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int codePoint) {
        if (codePoint < 128) {
            escaped.appendCodePoint(codePoint);
        } else {
            escaped.append(String.format(Locale.ROOT, "\\[u%04X]", codePoint));
        }
    }
}
