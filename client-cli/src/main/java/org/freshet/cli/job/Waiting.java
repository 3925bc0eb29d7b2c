package org.freshet.cli.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Query;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Waits until jobs have ended, telling of each. */
final class Waiting {

    private static final Duration FIRST_STEP = Duration.ofMillis(100);
    private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

    /** Even with ids of 18 digits the URL stays below the 8 KB that servers accept. */
    private static final int IDS_PER_QUESTION = 300;

    private final Session session;
    private final Patience patience;
    private final WaitingProgress progress;
    private final List<Long> ids;
    private final Set<Long> open;
    private final Map<Long, JsonNode> seen = new HashMap<>();
    private ExitCode worst = ExitCode.OK;

    Waiting(Session session, Collection<Long> ids, Patience patience, WaitingProgress progress) {
        this.session = session;
        this.patience = patience;
        this.progress = progress;
        this.open = new LinkedHashSet<>(ids);
        this.ids = List.copyOf(open);
    }

    /**
     * Waits.
     *
     * @param timeout absent = for ever
     */
    ExitCode untilEnded(@Nullable Duration timeout) {
        var begin = session.time().elapsed();
        var step = FIRST_STEP;
        look();
        while (!open.isEmpty()) {
            var left = timeout == null
                    ? step
                    : timeout.minus(session.time().elapsed().minus(begin));
            if (!left.isPositive()) {
                progress.timedOut(open);
                return worst.worse(ExitCode.TIMED_OUT);
            }
            progress.count(ids.size() - open.size(), ids.size());
            session.time().pause(shorter(left, step));
            step = shorter(step.multipliedBy(3).dividedBy(2), LONGEST_STEP);
            look();
        }
        progress.done();
        return worst;
    }

    /** The jobs as last seen, in the order asked for. */
    List<JsonNode> jobs() {
        return ids.stream().map(seen::get).filter(Objects::nonNull).toList();
    }

    private void look() {
        var waiting = List.copyOf(open);
        for (int from = 0; from < waiting.size(); from += IDS_PER_QUESTION) {
            var chunk = waiting.subList(from, Math.min(from + IDS_PER_QUESTION, waiting.size()));
            var page = patience.ask(() -> session.server().get("/jobs" + question(chunk)));
            if (page.isEmpty()) {
                return;
            }
            take(chunk, page.get());
        }
    }

    private static Query question(List<Long> ids) {
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        return Query.empty().with("id", list).with("limit", ids.size());
    }

    private void take(List<Long> asked, Answer page) {
        var missing = new ArrayList<>(asked);
        var documents = page.tree().path("items").iterator();
        for (var job : page.asPageOf(JobView.class).items()) {
            long id = job.id().value();
            missing.remove(id);
            seen.put(id, documents.next());
            if (job.state().isFinal()) {
                end(job);
            }
        }
        for (long id : missing) {
            open.remove(id);
            progress.missing(id);
            worst = worst.worse(ExitCode.NOT_FOUND);
        }
    }

    private void end(JobView job) {
        open.remove(job.id().value());
        progress.ended(job);
        if (job.state() != JobState.FINISHED) {
            worst = worst.worse(ExitCode.NOT_FINISHED);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
