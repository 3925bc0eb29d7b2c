package org.freshet.batch.htcondor;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.freshet.batch.Order;
import org.freshet.batch.Placed;
import org.freshet.batch.Submission;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;

/**
 * What an answer of condor_submit says about an order.
 *
 * <p>All jobs of a submit file get into the queue by one transaction, at the very end. So a failure that is known to come
 * before it means that nothing got in. Of what happens at it or later, and of words that are not known here, nothing is certain.
 */
final class SubmitAnswer {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.0 - \\1\\.(\\d{1,9})\\s*");

    /** The queue was never reached, or the submit file was at fault. */
    private static final Pattern BEFORE = Pattern.compile("(?i).*(can't find address of|failed to connect to"
            + "|on line \\d+ of submit file|failed to parse command file|failed to open command file"
            + "|executable file .* (does not exist|has zero length)|no 'executable' parameter|invalid log file"
            + "|can't open \".*\" *with flags|parse error in expression|i don't know about the .* universe|no such directory"
            + "|condor_ids not defined|condor_config).*");

    /** Might have been said when the transaction was under way. */
    private static final Pattern LATE = Pattern.compile(
            "(?i).*(commit|transaction|to queue|entire submit|spool|schedd|connection|timed? ?out|[A-Z]{4,}:\\d+:).*");

    private SubmitAnswer() {}

    static Submission submission(Answer answer, Order order) {
        return switch (answer) {
            case Answer.NotStarted(var sentence) -> new Refused(sentence);
            case Answer.Ended(var sentence) -> new Unknown(sentence);
            case Answer.Exited exited when exited.status() == 0 -> placed(exited, order);
            case Answer.Exited exited -> failure(exited);
        };
    }

    private static Submission placed(Answer.Exited exited, Order order) {
        var range = RANGE.matcher(exited.out());
        if (!range.matches()) {
            return new Unknown("condor_submit succeeded without naming the jobs: \""
                    + exited.out().strip() + "\"");
        }
        int cluster = Integer.parseInt(range.group(1));
        int jobs = Integer.parseInt(range.group(2)) + 1;
        var nonces = order.nonces();
        if (jobs != nonces.size()) {
            return new Unknown("condor_submit queued " + jobs + " jobs as cluster " + cluster + ", but " + nonces.size()
                    + " were ordered");
        }
        return new Accepted(IntStream.range(0, jobs)
                .mapToObj(n -> new Placed(nonces.get(n), new JobNumber(cluster, n).id()))
                .toList());
    }

    private static Submission failure(Answer.Exited exited) {
        var lines = exited.complaints();
        boolean before =
                exited.status() == 1 && (lines.stream().anyMatch(BEFORE.asMatchPredicate()) || isPlainError(lines));
        return before ? new Refused(exited.sentence()) : new Unknown(exited.sentence());
    }

    private static boolean isPlainError(List<String> lines) {
        return lines.stream().anyMatch(it -> it.startsWith("ERROR"))
                && lines.stream().noneMatch(LATE.asMatchPredicate());
    }
}
