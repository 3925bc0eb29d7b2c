package org.freshet.batch.htcondor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The directories of all orders, {@code BASE/SITE/ORDER}.
 *
 * @param base an existing directory that only this user can read
 */
record OrderDirectories(Path base) {

    /** Longer than an order is under way to the queue: until then it may not be in a view and get in all the same. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(10);

    /** As long as somebody may ask how a pilot ended. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final Duration UNSEEN = Duration.ofDays(1);

    Path site(String site) {
        return base.resolve(site);
    }

    /**
     * Forgets the secret of orders of which no job is left, and some days later their logs. A view without any job may be that of
     * another schedd, or of one that lost its queue: then a secret stays for a day.
     *
     * @param present orders that have jobs in a complete view
     */
    void tidy(String site, Set<String> present, Instant now) throws IOException {
        for (var order : of(site)) {
            if (present.contains(order.orderId())) {
                continue;
            }
            var age = Duration.between(order.lastChange(), now);
            if (age.compareTo(KEPT) > 0) {
                order.delete();
            } else if (age.compareTo(present.isEmpty() ? UNSEEN : UNDER_WAY) > 0 && Files.exists(order.secret())) {
                var changed = Files.getLastModifiedTime(order.path());
                order.forgetSecret();
                Files.setLastModifiedTime(order.path(), changed);
            }
        }
    }

    /** Where the log of a job came back to, as far as the template left that as it is shipped. */
    Optional<Path> log(String site, JobNumber job) {
        try {
            for (var order : of(site)) {
                if (order.cluster().equals(Optional.of(Integer.toString(job.cluster())))) {
                    return Optional.of(order.log(job));
                }
            }
        } catch (IOException e) {
            // the answer is only a help for the reader of a log
        }
        return Optional.empty();
    }

    private List<OrderDirectory> of(String site) throws IOException {
        if (Files.notExists(site(site))) {
            return List.of();
        }
        var orders = new ArrayList<OrderDirectory>();
        try (var directories = Files.newDirectoryStream(site(site), Files::isDirectory)) {
            directories.forEach(it -> orders.add(new OrderDirectory(it)));
        } catch (DirectoryIteratorException | UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
        return orders;
    }
}
