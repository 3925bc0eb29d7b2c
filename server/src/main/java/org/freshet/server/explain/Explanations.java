package org.freshet.server.explain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.pilot.PilotSettings;
import org.freshet.server.platform.ServerAddress;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Explains jobs and pilots. All that an explanation says is of one moment. */
@Service
public class Explanations {

    private final JobCaseSql jobs;
    private final PilotCaseSql pilots;
    private final QueueSql queue;
    private final CandidateSql candidates;
    private final PoolSql pool;
    private final ServerAddress address;
    private final Patience patience;

    Explanations(
            JobCaseSql jobs,
            PilotCaseSql pilots,
            QueueSql queue,
            CandidateSql candidates,
            PoolSql pool,
            ServerAddress address,
            PilotSettings settings) {
        this.jobs = jobs;
        this.pilots = pilots;
        this.queue = queue;
        this.candidates = candidates;
        this.pool = pool;
        this.address = address;
        this.patience = Patience.of(settings);
    }

    /** Why a job is as it is; empty if there is no such job. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<Explanation> ofJob(JobId id) {
        return jobs.find(id).map(job -> {
            var wait = job.facts().state() == JobState.DEFINED ? waiting(job) : null;
            return JobExplanation.of(job, wait, patience);
        });
    }

    private WaitingCase waiting(JobCase job) {
        var matching = Matching.of(job.asked(), candidates.alive());
        return new WaitingCase(
                queue.ahead(job.facts().id()),
                queue.limit(job.asked().jobtype()).orElse(null),
                matching,
                pool.sites(),
                matching.fitting().isEmpty() ? candidates.past() : List.of(),
                matching.fitting().isEmpty() ? candidates.bans() : List.of(),
                pool.started());
    }

    /** Why a pilot is as it is; empty if there is no such pilot. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<Explanation> ofPilot(PilotId id) {
        return pilots.find(id).map(pilot -> {
            var waiting = pilot.facts().state() == PilotState.IDLE ? queue.waiting() : null;
            return PilotExplanation.of(pilot, waiting, patience);
        });
    }

    /**
     * Why the pool of a site ordered as many pilots as it did; empty if there is no such site.
     *
     * @param now on the database's clock
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<Explanation> ofPool(String site, Instant now) {
        return pool.sites().stream()
                .filter(it -> it.name().equals(site))
                .findFirst()
                .map(it -> PoolExplanation.of(it, address.doubt().orElse(null), now));
    }

    /**
     * Which sites' pools are in need of a person, the worst first.
     *
     * @param now on the database's clock
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<PoolAlarm> poolAlarms(Instant now) {
        return pool.sites().stream()
                .flatMap(it -> PoolAlarms.of(it, now))
                .sorted(Comparator.comparing(PoolAlarm::kind))
                .toList();
    }
}
