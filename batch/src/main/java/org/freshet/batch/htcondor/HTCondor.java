package org.freshet.batch.htcondor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.freshet.batch.BatchId;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.Order;
import org.freshet.batch.Removal;
import org.freshet.batch.Slot;
import org.freshet.batch.Submission;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.freshet.batch.View;

/** Pilots as jobs of HTCondor, submitted from this machine. The files of an order are in {@code BASE/SITE/ORDER}. */
public final class HTCondor implements BatchSystem {

    /**
     * A submission that timed out may still be in the schedd's hands for a while, and a submit host that did not answer may
     * still be at it: longer than a server waits for it, and than it may take.
     */
    public static final Duration DOUBT = Duration.ofMinutes(5);

    /** Whoever wanted the order may have given it up when its files took longer to write. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final Duration BETWEEN_TIDYINGS = Duration.ofMinutes(1);

    private final CondorCommands commands;
    private final OrderDirectories orders;
    private final PilotFiles files;
    private final Constraints constraints;
    private final InstantSource clock;
    private final Map<String, Instant> tidied = new ConcurrentHashMap<>();

    /**
     * @param base an existing directory that only this user can read; its path is plain, without blanks
     * @param installation tells this Freshet's jobs from those of every other in the same queue; never changes; letters, digits,
     *     {@code . _ -}
     */
    public HTCondor(CondorCommands commands, Path base, PilotFiles files, String installation, InstantSource clock) {
        this.commands = commands;
        this.orders = new OrderDirectories(base.toAbsolutePath().normalize());
        this.files = files;
        this.constraints = new Constraints(installation);
        this.clock = clock;
    }

    @Override
    public Submission submit(Order order) {
        if (order.nonces().isEmpty()) {
            return new Accepted(List.of());
        }
        try {
            var template = template();
            var flaw = files.flaw().or(template::flaw);
            return flaw.isPresent() ? new Refused(flaw.get()) : submit(order, template);
        } catch (IOException e) {
            return new Refused("The submit template " + files.template() + " cannot be read: " + e);
        }
    }

    private SubmitTemplate template() throws IOException {
        return SubmitTemplate.parse(files.template().toString(), Files.readString(files.template()));
    }

    private Submission submit(Order order, SubmitTemplate template) {
        var begin = System.nanoTime();
        OrderDirectory directory;
        try {
            directory = OrderDirectory.make(orders.site(order.site()), order);
        } catch (FileAlreadyExistsException e) {
            return new Unknown("Order " + order.orderId() + " was submitted before: " + e.getMessage() + " exists");
        } catch (IOException e) {
            return new Refused("The files of an order cannot be written: " + e);
        }
        var answer = submit(order, template, directory, begin);
        if (answer instanceof Refused) {
            discard(directory);
        }
        return answer;
    }

    private Submission submit(Order order, SubmitTemplate template, OrderDirectory directory, long begin) {
        try {
            directory.writeSubmitFile(
                    template.filledIn(SubmitValues.of(order, constraints.installation(), directory, files)));
        } catch (IOException e) {
            return new Refused("The files of an order cannot be written: " + e);
        } catch (IllegalArgumentException e) {
            return new Refused(String.valueOf(e.getMessage()));
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        if (took.compareTo(FRESH) > 0) {
            return new Refused("It took " + took.toSeconds() + " s to write the files of the order, too long to go on");
        }
        var answer = commands.submit(directory.path(), OrderDirectory.SUBMIT_FILE);
        return switch (SubmitAnswer.submission(answer, order)) {
            case Accepted accepted -> {
                remember(directory, accepted);
                warn(answer);
                yield accepted;
            }
            case Refused(var sentence) -> new Refused(template.withLine(sentence));
            case Unknown unknown -> unknown;
        };
    }

    private static void remember(OrderDirectory directory, Accepted accepted) {
        try {
            var first = JobNumber.of(accepted.placed().getFirst().batchId());
            if (first.isPresent()) {
                directory.rememberCluster(first.get().cluster());
            }
        } catch (IOException e) {
            complain("Where the logs of order " + directory.orderId() + " are will not be found", e);
        }
    }

    /** A misspelt line of the template is only a warning for HTCondor. */
    private void warn(Answer answer) {
        if (answer instanceof Answer.Exited exited && !exited.complaint().isEmpty()) {
            System.getLogger(HTCondor.class.getName())
                    .log(Level.WARNING, "condor_submit on " + files.template() + ": " + exited.complaint());
        }
    }

    private static void discard(OrderDirectory directory) {
        try {
            directory.delete();
        } catch (IOException | UncheckedIOException e) {
            complain("The files of an order that was refused are left behind in " + directory.path(), e);
        }
    }

    @Override
    public View view(String site) {
        var at = clock.instant();
        var view = QueueAnswer.view(commands.query(constraints.site(site), QueuedJob.class), at);
        if (view instanceof View.Seen seen) {
            tidy(site, seen);
        }
        return view;
    }

    private void tidy(String site, View.Seen seen) {
        var last = tidied.get(site);
        if (last != null && Duration.between(last, seen.at()).abs().compareTo(BETWEEN_TIDYINGS) < 0) {
            return;
        }
        tidied.put(site, seen.at());
        try {
            orders.tidy(site, seen.slots().stream().map(Slot::orderId).collect(Collectors.toSet()), seen.at());
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            complain("Old orders below " + orders.site(site) + " cannot be tidied", e);
        }
    }

    @Override
    public Removal remove(String site, Collection<BatchId> slots) {
        var jobs =
                slots.stream().map(JobNumber::of).flatMap(Optional::stream).toList(); // others never were in HTCondor
        return new Removals(commands, constraints).remove(site, jobs);
    }

    @Override
    public String ending(String site, BatchId slot) {
        var endings = new Endings(commands, constraints, orders);
        return JobNumber.of(slot)
                .map(it -> endings.of(site, it))
                .orElse(ENDING_UNKNOWN + ", " + slot + " is no job of HTCondor");
    }

    @Override
    public Duration doubt() {
        return DOUBT;
    }

    private static void complain(String sentence, Exception e) {
        System.getLogger(HTCondor.class.getName()).log(Level.WARNING, sentence + ": " + e);
    }
}
