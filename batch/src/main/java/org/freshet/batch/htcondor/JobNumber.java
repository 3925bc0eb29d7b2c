package org.freshet.batch.htcondor;

import java.util.Optional;
import java.util.regex.Pattern;
import org.freshet.batch.BatchId;

/** HTCondor's name of a job, for example 17.2: the third job of cluster 17. An order is a cluster. */
record JobNumber(int cluster, int proc) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

    /** Empty if it is no name of a job of HTCondor. */
    static Optional<JobNumber> of(BatchId id) {
        var form = FORM.matcher(id.value());
        return form.matches()
                ? Optional.of(new JobNumber(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    BatchId id() {
        return new BatchId(toString());
    }

    @Override
    public String toString() {
        return cluster + "." + proc;
    }
}
