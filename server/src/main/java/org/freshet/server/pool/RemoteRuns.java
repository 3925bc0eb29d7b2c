package org.freshet.server.pool;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.freshet.batch.BatchAnswer;
import org.freshet.batch.BatchSystem;
import org.freshet.batch.BatchTask;
import org.freshet.batch.PoolStep;
import org.freshet.batch.SiteSecret;
import org.freshet.batch.htcondor.HTCondor;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.Problem;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.DidYouMean;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.Unavailable;

/** Calculations that somebody asked for: those of batch systems that this server cannot ask are done with a submit host's hands. */
final class RemoteRuns {

    private static final int MOST = 100;

    /** So long the result of a calculation is kept for a host that comes back for it. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final String REMOTE = "HTCONDOR";

    private final PilotPool pool;
    private final PoolBooks books;
    private final Installation installation;
    private final Audit audit;
    private final Duration patience;
    private final Map<UUID, Open> open = new ConcurrentHashMap<>();

    /** Writes down that a person's submit host is given the secret of a site. */
    interface Audit {
        void secretGiven(String site, SiteSecret secret, String user, String host);
    }

    private record Open(String site, String host, RemoteHands hands, CompletableFuture<PoolRun> result) {}

    /** @param patience how long a submit host may take for one task */
    RemoteRuns(PilotPool pool, PoolBooks books, Installation installation, Audit audit, Duration patience) {
        this.pool = pool;
        this.audit = audit;
        this.books = books;
        this.installation = installation;
        this.patience = patience;
    }

    /**
     * Begins one, and says what to do first; it may be over at once.
     *
     * @param host the submit host's name for itself
     * @param dry whether nothing is to be done
     */
    PoolStep begin(String name, String user, String host, boolean dry) throws InterruptedException {
        var site = site(name);
        var id = UUID.randomUUID();
        var by = "user " + user + " from " + host;
        var own = pool.own(site);
        if (own.isPresent()) {
            return over(id, run(site, own.get().system(), own.get().host(), by, dry));
        }
        if (!site.batch().equals(REMOTE)) {
            throw new Conflict("Pilots of site " + name + " are processes of the machine of another server, or the pool"
                    + " of this server is switched off (freshet.pool.enabled). Nothing was done.");
        }
        if (open.size() >= MOST) {
            throw new Unavailable("Too many pool calculations are under way.");
        }
        var hands = new RemoteHands(host, HTCondor.DOUBT, patience);
        var result = new CompletableFuture<PoolRun>();
        open.put(id, new Open(name, host, hands, result));
        Thread.ofVirtual().name("pool of " + name).start(() -> {
            try {
                result.complete(run(site, hands, PoolHost.machine(host), by, dry));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            } finally {
                hands.finish();
                CompletableFuture.delayedExecutor(KEPT.toSeconds(), TimeUnit.SECONDS)
                        .execute(() -> open.remove(id));
            }
        });
        return next(id, user);
    }

    /** What the pool itself refuses is in other hands; all else is for a person to mend. */
    private PoolRun run(PoolSite site, BatchSystem batch, PoolHost host, String by, boolean dry) {
        try {
            return pool.run(site, batch, host, by, dry);
        } catch (Conflict e) {
            throw new Conflict(Problem.POOL_IN_OTHER_HANDS, e);
        }
    }

    private PoolSite site(String name) {
        var sites = books.sites();
        var site = sites.stream().filter(it -> it.name().equals(name)).findFirst();
        if (site.isEmpty()) {
            throw new NotFound("There is no site \"" + name + "\""
                    + DidYouMean.endOfSentence(
                            name, sites.stream().map(PoolSite::name).toList()));
        }
        if (site.get().batch().equals("NONE")) {
            throw new Conflict("Pilots of site " + name
                    + " are started by hand (batch NONE). Nothing was done; give it a batch system: freshet site set "
                    + name
                    + " batch=htcondor");
        }
        return site.get();
    }

    /** Takes the answer to the last task, and says what to do next. */
    PoolStep answer(String site, UUID id, String user, BatchAnswer answer) throws InterruptedException {
        var run = open.get(id);
        if (run == null || !run.site().equals(site) || !run.hands().answer(answer)) {
            throw unknown(id);
        }
        return next(id, user);
    }

    private PoolStep next(UUID id, String user) throws InterruptedException {
        var run = open.get(id);
        if (run == null) {
            throw unknown(id);
        }
        var task = run.hands().next();
        if (task.isPresent()) {
            if (task.get() instanceof BatchTask.Submit(var order)) {
                audit.secretGiven(run.site(), order.launch().secret(), user, run.host());
            }
            return new PoolStep(id, installation.name(), task.get(), null);
        }
        if (!run.result().isDone()) {
            throw new Unavailable(
                    "The pool calculation of " + run.site() + " takes long. Its result will be in the service"
                            + " log, and in: freshet pool explain " + run.site());
        }
        open.remove(id);
        try {
            return over(id, run.result().join());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static NotFound unknown(UUID id) {
        return new NotFound("This server knows no pool calculation " + id
                + " that waits for an answer: it took too long, or the server was started anew, or another server behind the"
                + " same address makes it, and the proxy should lead a submit host to the same one each time. What was"
                + " submitted is found by the next calculation.");
    }

    private PoolStep over(UUID id, PoolRun result) {
        return new PoolStep(id, installation.name(), null, result);
    }
}
