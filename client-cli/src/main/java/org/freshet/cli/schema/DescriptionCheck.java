package org.freshet.cli.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.freshet.cli.session.Json;
import org.freshet.protocol.Problem.FieldError;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Checks a file of job descriptions as the server would, as far as that is possible without its database. One
 * description is in memory at a time.
 */
public final class DescriptionCheck {

    private static final int MOST_JOBS = 100_000;
    private static final Pattern BEGINNING = Pattern.compile("\\s*\\(start marker at .*", Pattern.DOTALL);

    private final Schema schema = new Schema();
    private final Findings findings = new Findings();
    private final Map<String, Integer> keys = new HashMap<>();
    private int jobs;

    private DescriptionCheck() {}

    /**
     * What a check came to.
     *
     * @param jobs descriptions that were looked at
     * @param problems the first thousand
     */
    public record Checked(int jobs, List<FieldError> problems) {

        public Checked {
            problems = List.copyOf(problems);
        }
    }

    /** Checks a list of descriptions, or one. */
    public static Checked of(byte[] json) {
        var check = new DescriptionCheck();
        try (var parser = Json.MAPPER.createParser(json)) {
            check.file(parser);
        } catch (JacksonException e) {
            String said = BEGINNING.matcher(e.getOriginalMessage()).replaceAll("");
            check.findings.atNone();
            check.findings.add(null, "this is not JSON: " + said, e.getLocation());
        }
        return new Checked(check.jobs, check.findings.problems());
    }

    private void file(JsonParser parser) {
        switch (parser.nextToken()) {
            case START_ARRAY -> {
                if (!list(parser)) {
                    return;
                }
            }
            case START_OBJECT -> one(parser);
            case null -> findings.add(null, "The text is empty; a JSON list of job descriptions is expected.", null);
            default ->
                findings.add(
                        null,
                        "A JSON list of job descriptions is expected, or one description.",
                        parser.currentTokenLocation());
        }
        findings.atNone();
        if (parser.currentToken() != null && parser.nextToken() != null) {
            findings.add(null, "Something follows the end of the list.", parser.currentTokenLocation());
        }
    }

    /** Whether it was read to its end. */
    private boolean list(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_ARRAY && !findings.isFull()) {
            if (jobs == MOST_JOBS) {
                findings.atNone();
                findings.add(null, "More than " + MOST_JOBS + " jobs in one call; send them in parts.", null);
                return false;
            }
            one(parser);
        }
        if (jobs == 0) {
            findings.add(null, "The list is empty; nothing to submit.", null);
        }
        return !findings.isFull();
    }

    private void one(JsonParser parser) {
        findings.at(jobs);
        var value = new ValueReader(parser).read();
        if (value.is("object")) {
            schema.check(value, findings);
            DescriptionRules.check(value, findings);
            value.member("key").ifPresent(this::takeKey);
        } else {
            findings.add(null, "A job description is a JSON object.", value.place());
        }
        jobs++;
    }

    private void takeKey(Value key) {
        var first = keys.putIfAbsent(key.text(), jobs);
        if (first != null) {
            findings.add("key", "The key \"" + key.text() + "\" stands at job " + first + " already.", key.place());
        }
    }
}
