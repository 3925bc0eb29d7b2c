package org.freshet.batch.htcondor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.LogTail;

/** Tells how jobs ended that have left the queue. */
record Endings(CondorCommands commands, Constraints constraints, OrderDirectories orders) {

    String of(String site, JobNumber job) {
        var answer = commands.history(constraints.jobs(site, List.of(job)), EndedJob.class);
        if (!(answer instanceof Answer.Exited exited) || exited.status() != 0) {
            return unknown(site, job, answer.sentence());
        }
        try {
            var jobs = ClassAds.read(exited.out(), EndedJob.class);
            return jobs.isEmpty()
                    ? unknown(site, job, "condor_history does not have it")
                    : jobs.getFirst().words() + ", " + lastWords(jobs.getFirst().log());
        } catch (IOException e) {
            return unknown(site, job, "condor_history cannot be understood: " + e.getMessage());
        }
    }

    private String unknown(String site, JobNumber job, String why) {
        return BatchSystem.ENDING_UNKNOWN + " (" + why + "), " + lastWords(orders.log(site, job));
    }

    private static String lastWords(Optional<Path> log) {
        if (log.isEmpty() || Files.notExists(log.get())) {
            return "no log of it came back";
        }
        try {
            var last = LogTail.lastLine(log.get());
            return "its log " + log.get() + (last.isEmpty() ? " is empty" : " ends with \"" + last + "\"");
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }
}
