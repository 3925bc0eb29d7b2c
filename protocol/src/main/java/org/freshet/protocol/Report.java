package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pilot says about one attempt. Times are ages in milliseconds at the moment of sending, never clock times. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Report.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Report.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = Report.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Report.GivenBack.class, name = "givenBack")
})
public sealed interface Report {

    AttemptId attempt();

    /**
     * The payload's process was started, or for an exclusive job: is about to be.
     *
     * @param startedAgoMs age of the start
     */
    record Started(AttemptId attempt, long startedAgoMs) implements Report {}

    /**
     * The payload runs.
     *
     * @param logs of each stream that grew what was not sent yet, or the newest end of it
     */
    record Progress(AttemptId attempt, List<LogPart> logs) implements Report {

        public Progress {
            logs = List.copyOf(logs);
        }
    }

    /**
     * The payload ended, or could not be started. Stands for a {@link Started} that was not sent.
     *
     * @param reason absent = exit code 0 and all declared outputs present
     * @param exitCode the payload's, if it exited
     * @param signal the signal's number, if one ended it
     * @param message one sentence for the operator; absent when all is well; what is longer than 4096 characters is cut
     * @param startedAgoMs age of the start; absent if the payload never started
     * @param endedAgoMs age of the end
     * @param logs what fits into the report; longer logs are uploaded before it
     * @param items of a job that lists them ({@link FanOut}) and did, possibly none; else absent
     * @param usage what it used of the machine; absent if nothing is known of it
     */
    record Ended(
            AttemptId attempt,
            @Nullable FailureReason reason,
            @Nullable Integer exitCode,
            @Nullable Integer signal,
            @Nullable String message,
            @Nullable Long startedAgoMs,
            long endedAgoMs,
            List<LogPart> logs,
            @Nullable List<String> items,
            @Nullable Usage usage)
            implements Report {

        public Ended {
            message = Sentence.cutIfPresent(message);
            logs = List.copyOf(logs);
            items = items == null ? null : List.copyOf(items);
        }

        /** The end of a job that lists no items. */
        public Ended(
                AttemptId attempt,
                @Nullable FailureReason reason,
                @Nullable Integer exitCode,
                @Nullable Integer signal,
                @Nullable String message,
                @Nullable Long startedAgoMs,
                long endedAgoMs,
                List<LogPart> logs) {
            this(attempt, reason, exitCode, signal, message, startedAgoMs, endedAgoMs, logs, null, null);
        }

        /** The end of one of which nobody knows what it used. */
        public Ended(
                AttemptId attempt,
                @Nullable FailureReason reason,
                @Nullable Integer exitCode,
                @Nullable Integer signal,
                @Nullable String message,
                @Nullable Long startedAgoMs,
                long endedAgoMs,
                List<LogPart> logs,
                @Nullable List<String> items) {
            this(attempt, reason, exitCode, signal, message, startedAgoMs, endedAgoMs, logs, items, null);
        }
    }

    /**
     * The pilot stops and has ended the payload, or never started it: the job goes back to the queue, at no cost.
     *
     * @param why one sentence for the operator; what is longer than 4096 characters is cut
     */
    record GivenBack(AttemptId attempt, String why) implements Report {

        public GivenBack {
            why = Sentence.cut(why);
        }
    }
}
