package org.freshet.server.dashboard.page;

import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.server.platform.Installation;
import org.springframework.stereotype.Component;

/** Ids as they stand in URLs. What is no id is a thing that does not exist, not an error of its own kind. */
@Component
public class Ids {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Installation installation;
    private final Words words;

    Ids(Installation installation, Words words) {
        this.installation = installation;
        this.words = words;
    }

    /** A job's id, from its number or its UUID form. */
    public long job(String text) {
        return installation.job(text).orElseThrow(() -> noJob(text)).value();
    }

    /** A pilot's id, from its number or its UUID form. */
    public long pilot(String text) {
        return installation.pilot(text).orElseThrow(() -> noPilot(text)).value();
    }

    /** A workflow's id, which is its number. */
    public long workflow(String text) {
        return number(text).orElseThrow(() -> noWorkflow(text));
    }

    /** A dataset's id, which is its number. */
    public long dataset(String text) {
        return number(text).orElseThrow(() -> noDataset(text));
    }

    /** Empty if it is no number that an id or a place could be. */
    public static Optional<Long> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    public PageNotFound noAttempt(String text, String job, int latest) {
        return new PageNotFound(words.say("attempt.missing", job, text, Integer.toString(latest)));
    }

    public PageNotFound noJob(String text) {
        return new PageNotFound(words.say("job.missing", text));
    }

    public PageNotFound noWorkflow(String text) {
        return new PageNotFound(words.say("workflow.missing", text));
    }

    public PageNotFound noDataset(String text) {
        return new PageNotFound(words.say("dataset.missing", text));
    }

    public PageNotFound noPilot(String text) {
        return new PageNotFound(words.say("pilot.missing", text));
    }
}
