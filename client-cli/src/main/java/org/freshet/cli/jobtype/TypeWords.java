package org.freshet.cli.jobtype;

import org.freshet.protocol.JobTypeView;

/** How a job type is said in words. */
final class TypeWords {

    private TypeWords() {}

    static String order(JobTypeView type) {
        return switch (type.order()) {
            case OLDEST_FIRST -> "oldest-first";
            case NEWEST_FIRST -> "newest-first";
        };
    }
}
