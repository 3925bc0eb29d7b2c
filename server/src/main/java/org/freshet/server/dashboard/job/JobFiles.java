package org.freshet.server.dashboard.job;

import java.util.List;
import java.util.stream.Stream;
import org.freshet.server.dashboard.datasets.DatasetRow;
import org.freshet.server.dashboard.page.Kin;

/**
 * The files that a job of a workflow reads and writes.
 *
 * @param files as many as a person looks at, those that it reads first
 * @param more whether there are others
 */
record JobFiles(List<File> files, boolean more) {

    static final JobFiles NONE = new JobFiles(List.of(), false);

    /** One of them. */
    record File(boolean read, DatasetRow row) {}

    /** @param found of each way one more than {@link Kin#SHOWN} at most, those that it reads first */
    static JobFiles of(long job, List<DatasetRow> found) {
        var written = found.stream().filter(it -> isWrittenBy(job, it)).toList();
        var read = found.stream().filter(it -> !isWrittenBy(job, it)).toList();
        return new JobFiles(
                Stream.concat(
                                read.stream().limit(Kin.SHOWN).map(it -> new File(true, it)),
                                written.stream().limit(Kin.SHOWN).map(it -> new File(false, it)))
                        .toList(),
                read.size() > Kin.SHOWN || written.size() > Kin.SHOWN);
    }

    private static boolean isWrittenBy(long job, DatasetRow file) {
        return file.sourceJob() != null && file.sourceJob() == job;
    }
}
