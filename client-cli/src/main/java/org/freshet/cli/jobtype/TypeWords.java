package org.freshet.cli.jobtype;

import java.time.Duration;
import org.freshet.protocol.JobTypeView;

/** How a job type is said in words. */
final class TypeWords {

    private TypeWords() {}

    /** In the largest unit that divides it, or {@code default}. */
    static String late(JobTypeView type) {
        if (type.lateAfterSeconds() == null) {
            return "default";
        }
        var late = Duration.ofSeconds(type.lateAfterSeconds());
        if (late.toSecondsPart() != 0) {
            return late.toSeconds() + " s";
        }
        return late.toMinutesPart() == 0 ? late.toHours() + " h" : late.toMinutes() + " min";
    }

    static String order(JobTypeView type) {
        return switch (type.order()) {
            case OLDEST_FIRST -> "oldest-first";
            case NEWEST_FIRST -> "newest-first";
        };
    }
}
