package org.freshet.server.dashboard.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.platform.Elapsed;
import org.jspecify.annotations.Nullable;

/** Lays out the life of a job from its data to its end: the steps that were, and those that are to come. */
final class JobLife {

    /** Colour of a step that is behind. */
    private static final String DONE = "finished";

    /** Earlier attempts that are shown one by one; the table of attempts has them all. */
    private static final int EARLIER = 2;

    private final JobFacts job;
    private final List<AttemptRow> attempts;
    private final Words words;

    private JobLife(JobFacts job, List<AttemptRow> attempts, Words words) {
        this.job = job;
        this.attempts = attempts;
        this.words = words;
    }

    /**
     * The steps in order of time.
     *
     * @param attempts latest first
     */
    static List<LifeStep> of(JobFacts job, List<AttemptRow> attempts, Words words) {
        return new JobLife(job, attempts, words).steps();
    }

    private List<LifeStep> steps() {
        List<LifeStep> steps = new ArrayList<>();
        if (job.dataTime() != null) {
            steps.add(step(DONE, "life.data", job.dataTime(), ""));
        }
        steps.add(defined());
        earlierAttempts().reversed().forEach(attempt -> steps.add(earlier(attempt)));
        steps.add(dispatched());
        steps.add(started());
        steps.add(ended());
        return steps;
    }

    private LifeStep defined() {
        String look = switch (job.state()) {
            case TEMPLATE -> "template";
            case DEFINED -> "defined";
            case DISPATCHED, RUNNING, FINISHED, FAILED, CANCELLED, EXPIRED, SKIPPED -> DONE;
        };
        String note = job.dataTime() == null
                ? words.say("life.by", job.user())
                : words.say("life.after", between(job.dataTime(), job.definedAt()));
        return step(look, "life.defined", job.definedAt(), note);
    }

    private LifeStep earlier(AttemptRow attempt) {
        String note = attempt.held() == null
                ? attempt.badge().word()
                : words.say("life.attempt.ended", attempt.badge().word(), attempt.held());
        return new LifeStep(
                attempt.badge().look(),
                words.say("life.attempt", Integer.toString(attempt.attempt())),
                attempt.dispatched(),
                note);
    }

    private LifeStep dispatched() {
        if (!isClaimed()) {
            return toCome("life.dispatched");
        }
        Instant since = earlierAttempts().isEmpty()
                ? job.definedAt()
                : earlierAttempts().getFirst().endedAt();
        String look = job.state() == JobState.DISPATCHED ? "dispatched" : DONE;
        return step(look, "life.dispatched", job.dispatchedAt(), after(since, job.dispatchedAt()));
    }

    private LifeStep started() {
        if (!isClaimed() || job.startedAt() == null) {
            return toCome("life.started");
        }
        if (job.state() == JobState.RUNNING) {
            String note = words.say("life.soFar", between(job.startedAt(), job.now()));
            return step("running", "life.started", job.startedAt(), note);
        }
        return step(DONE, "life.started", job.startedAt(), after(job.dispatchedAt(), job.startedAt()));
    }

    private LifeStep ended() {
        if (!job.state().isFinal()) {
            return toCome("life.ended");
        }
        Duration ran = job.ran();
        String note = ran == null ? words.say("life.neverRan") : words.say("life.ran", Elapsed.words(ran));
        return step(job.badge().look(), "life.ended." + job.state().name(), job.endedAt(), note);
    }

    /** Whether the latest attempt is the one that the present state is about. */
    private boolean isClaimed() {
        return switch (job.state()) {
            case DISPATCHED, RUNNING, FINISHED, FAILED, CANCELLED -> job.dispatchedAt() != null;
            case TEMPLATE, DEFINED, EXPIRED, SKIPPED -> false;
        };
    }

    private List<AttemptRow> earlierAttempts() {
        return attempts.stream().skip(isClaimed() ? 1 : 0).limit(EARLIER).toList();
    }

    private LifeStep step(String look, String title, @Nullable Instant at, String note) {
        return new LifeStep(look, words.say(title), Moment.ofNullable(at, job.now()), note);
    }

    private LifeStep toCome(String title) {
        return new LifeStep(null, words.say(title), null, job.state().isFinal() ? words.say("life.never") : "");
    }

    private String after(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? "" : words.say("life.after", between(from, to));
    }

    private static String between(Instant from, Instant to) {
        return Elapsed.words(Duration.between(from, to));
    }
}
