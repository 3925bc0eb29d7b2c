package org.freshet.server.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.JobPageSql.PilotsAlive;
import org.jspecify.annotations.Nullable;

/** Says why a job is in its state. */
final class JobExplanation {

    private static final String NEXT_STEP = "Next step:";

    private final JobFacts job;
    private final List<AttemptRow> attempts;
    private final List<HistoryRow> history;
    private final PilotsAlive pilots;
    private final Words words;

    private JobExplanation(
            JobFacts job, List<AttemptRow> attempts, List<HistoryRow> history, PilotsAlive pilots, Words words) {
        this.job = job;
        this.attempts = attempts;
        this.history = history;
        this.pilots = pilots;
        this.words = words;
    }

    /**
     * Explains a job.
     *
     * @param attempts latest first
     * @param history oldest first
     */
    static Explanation of(
            JobFacts job, List<AttemptRow> attempts, List<HistoryRow> history, PilotsAlive pilots, Words words) {
        return new JobExplanation(job, attempts, history, pilots, words).explain();
    }

    private Explanation explain() {
        return switch (job.state()) {
            case TEMPLATE -> held();
            case DEFINED -> waits();
            case DISPATCHED -> calm(words.say("why.DISPATCHED", pilot(), host(), time(job.dispatchedAt())), earlier());
            case RUNNING -> runs();
            case FINISHED -> calm(words.say("why.FINISHED", host(), ran()), List.of());
            case FAILED -> failed();
            case CANCELLED -> ended(Explanation.CALM, "why.CANCELLED", "job retry");
            case EXPIRED -> expired();
            case SKIPPED -> calm(words.say("why.SKIPPED"), lastReason());
        };
    }

    private Explanation held() {
        if (job.workflow() != null) {
            return calm(words.say("why.TEMPLATE.workflow", Long.toString(job.workflow())), List.of());
        }
        return new Explanation(Explanation.CALM, words.say("why.TEMPLATE"), List.of(), command("job release"));
    }

    private Explanation waits() {
        List<String> more = new ArrayList<>(earlier());
        if (pilots.alive() == 0) {
            more.add(words.say("why.DEFINED.next"));
            return new Explanation(Explanation.LATE, words.say("why.DEFINED.noPilot"), more, null);
        }
        more.add(words.say("why.DEFINED.pilots", pilots.idle(), pilots.alive(), job.asksFor()));
        return calm(words.say("why.DEFINED", waitsSince()), more);
    }

    private Explanation runs() {
        List<String> more = new ArrayList<>(earlier());
        if (job.startedAt() != null) {
            Instant limit = job.startedAt().plusSeconds(job.timeLimit());
            more.add(words.say("why.RUNNING.limit", time(limit), job.timeLimit()));
        }
        return calm(words.say("why.RUNNING", host(), time(job.startedAt())), more);
    }

    private Explanation failed() {
        FailureReason reason = job.reason();
        if (reason == null) {
            return ended(Explanation.BROKEN, "why.FAILED", "job retry");
        }
        String message = job.message() == null ? reason.sentence() : job.message();
        // a pilot that knows more than the reason's name says so itself
        List<String> more = message.contains(NEXT_STEP) ? List.of() : List.of(NEXT_STEP + " " + reason.nextStep());
        return new Explanation(Explanation.BROKEN, words.say("why.FAILED", message), more, command("job retry"));
    }

    private Explanation expired() {
        String until = job.usefulUntilAt() == null ? time(job.endedAt()) : time(job.usefulUntilAt());
        return new Explanation(
                Explanation.LATE,
                words.say("why.EXPIRED", until),
                List.of(words.say("why.EXPIRED.next")),
                command("job retry") + " --useful-for 10m");
    }

    private Explanation ended(String look, String key, String verb) {
        String actor = history.isEmpty() ? "" : history.getLast().actor();
        return new Explanation(look, words.say(key, actor, time(job.endedAt())), lastReason(), command(verb));
    }

    /** What became of the attempt before the present one, which a reader would otherwise have to look for. */
    private List<String> earlier() {
        boolean open = job.state() != JobState.DEFINED;
        return attempts.stream()
                .skip(open ? 1 : 0)
                .findFirst()
                .map(row -> words.say(
                        "why.earlier",
                        Integer.toString(row.attempt()),
                        row.badge().word(),
                        row.message() == null ? "" : row.message()))
                .map(String::strip)
                .map(List::of)
                .orElse(List.of());
    }

    private List<String> lastReason() {
        if (job.message() != null) {
            return List.of(job.message());
        }
        String reason = history.isEmpty() ? null : history.getLast().reason();
        return reason == null ? List.of() : List.of(reason);
    }

    /** The time of the last change into DEFINED, or of the definition when the history does not say. */
    private String waitsSince() {
        return history.stream()
                .filter(row -> row.to().equals(JobState.DEFINED.name()))
                .reduce((earlier, later) -> later)
                .map(row -> row.at().text())
                .orElseGet(() -> time(job.definedAt()));
    }

    private static Explanation calm(String sentence, List<String> more) {
        return new Explanation(Explanation.CALM, sentence, more, null);
    }

    private String command(String verb) {
        return String.format(Locale.ROOT, "freshet %s %d", verb, job.id());
    }

    private String pilot() {
        return job.pilot() == null ? words.say("unknown") : Long.toString(job.pilot());
    }

    private String host() {
        return job.host() == null ? words.say("unknown.host") : job.host();
    }

    private String ran() {
        var ran = job.ran();
        return ran == null ? words.say("unknown.time") : Elapsed.words(ran);
    }

    private String time(@Nullable Instant at) {
        return at == null ? words.say("unknown.time") : Moment.of(at, job.now()).text();
    }
}
