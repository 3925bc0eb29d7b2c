package org.freshet.server.job;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.JsonFault;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON list of job descriptions, or a single one, in the format of {@code docs/job-description.md}. Works on the
 * stream of tokens, so that a problem is told with its line and column and 100,000 jobs need no tree in memory.
 */
@Component
class JobDescriptionReader {

    /** Jobs in one submission. */
    static final int MOST_JOBS = 100_000;

    private final ObjectReader json;

    JobDescriptionReader(JsonMapper json) {
        // What is given twice is told here with all other problems, instead of ending the reading.
        this.json = json.reader().without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    /**
     * What was read.
     *
     * @param notices sentences that the submitter should read
     */
    record Descriptions(List<JobDescription> jobs, List<String> notices) {}

    /** Reads to the end of the stream; throws {@link Invalid} with every problem if there is any. */
    Descriptions read(InputStream in) {
        var errors = new InputErrors();
        var jobs = new ArrayList<JobDescription>();
        var notices = new LinkedHashSet<String>();
        try (var parser = json.createParser(in)) {
            switch (parser.nextToken()) {
                case START_ARRAY -> readList(parser, jobs, errors, notices);
                case START_OBJECT -> jobs.add(readOne(parser, 0, errors, notices));
                case null ->
                    errors.add(null, null, "The text is empty; a JSON list of job descriptions is expected.", null);
                default ->
                    errors.add(
                            null,
                            null,
                            "A JSON list of job descriptions is expected, or one description.",
                            parser.currentTokenLocation());
            }
            if (!errors.isFull() && parser.currentToken() != null && parser.nextToken() != null) {
                errors.add(null, null, "Something follows the end of the list.", parser.currentTokenLocation());
            }
        } catch (StreamReadException | StreamConstraintsException e) {
            errors.add(null, null, JsonFault.of(e).reason(), e.getLocation());
        }
        checkKeys(jobs, errors);
        errors.throwIfAny();
        return new Descriptions(jobs, List.copyOf(notices));
    }

    private void readList(JsonParser parser, List<JobDescription> jobs, InputErrors errors, Set<String> notices) {
        var index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY && !errors.isFull()) {
            if (index == MOST_JOBS) {
                throw new Invalid(
                        "Nothing was stored. More than " + MOST_JOBS + " jobs in one call; send them in parts.",
                        List.of());
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                errors.add(index, null, "A job description is a JSON object.", parser.currentTokenLocation());
                parser.skipChildren();
            } else {
                jobs.add(readOne(parser, index, errors, notices));
            }
            index++;
        }
        if (index == 0) {
            errors.add(null, null, "The list is empty; nothing to submit.", null);
        }
    }

    private JobDescription readOne(JsonParser parser, int index, InputErrors errors, Set<String> notices) {
        var start = parser.currentTokenLocation();
        var draft = new JobDraft(index, errors, notices);
        while (!errors.isFull() && parser.nextToken() != JsonToken.END_OBJECT) {
            var attribute = parser.currentName();
            parser.nextToken();
            draft.read(attribute, new JsonValue(parser, index, attribute, errors));
        }
        return draft.finish(start);
    }

    private static void checkKeys(List<JobDescription> jobs, InputErrors errors) {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < jobs.size(); i++) {
            var key = jobs.get(i).key();
            var first = key == null ? null : seen.putIfAbsent(key, i);
            if (first != null) {
                errors.add(i, "key", "The key \"" + key + "\" stands at job " + first + " already.", null);
            }
        }
    }
}
