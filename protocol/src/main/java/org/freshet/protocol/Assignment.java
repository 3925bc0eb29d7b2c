package org.freshet.protocol;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.jspecify.annotations.Nullable;

/**
 * A job handed to a pilot.
 *
 * @param attempt job and number of the attempt, which every report must name
 * @param uuid the job's UUID form
 * @param name the job's label
 * @param jobtype the job's type
 * @param payload path of an executable, a command line, or with {@code P3S_EXECMODE} in {@code env} a shell text
 * @param env the job's own variables
 * @param timeLimitSeconds the payload is ended after this long; at least 1
 * @param exclusive the payload starts only after the report of its start was acknowledged
 * @param outputs files that must exist and not be empty when the payload ends with 0; relative to its directory, or
 *     {@code $NAME}: the file that a variable of {@code env} names, put in place by the pilot
 * @param looseOutputs outputs {@code $NAME} that may be empty or missing, and what is checked of each; absent = none. A pilot
 *     that does not know them leaves the variables as they are, and the payload writes the files in place
 * @param fanOut for a job of a vertex with a {@code foreach}; else absent
 */
public record Assignment(
        AttemptId attempt,
        UUID uuid,
        String name,
        String jobtype,
        String payload,
        Map<String, String> env,
        int timeLimitSeconds,
        boolean exclusive,
        List<String> outputs,
        Map<String, OutputCheck> looseOutputs,
        @Nullable FanOut fanOut) {

    public Assignment {
        env = Map.copyOf(env);
        outputs = List.copyOf(outputs);
        // an older server does not know them
        looseOutputs = looseOutputs == null ? Map.of() : Map.copyOf(looseOutputs);
    }

    /** A job without a {@code foreach}. */
    public Assignment(
            AttemptId attempt,
            UUID uuid,
            String name,
            String jobtype,
            String payload,
            Map<String, String> env,
            int timeLimitSeconds,
            boolean exclusive,
            List<String> outputs,
            Map<String, OutputCheck> looseOutputs) {
        this(attempt, uuid, name, jobtype, payload, env, timeLimitSeconds, exclusive, outputs, looseOutputs, null);
    }
}
