package org.freshet.server.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.ServiceLogView.Level;
import org.jspecify.annotations.Nullable;

/**
 * The pool's part of the service log. What is found anew with every calculation is said once, until something else is, and
 * now and then again, so that a chart of the day has no holes.
 */
final class PoolLedger {

    private static final Duration SAY_AGAIN = Duration.ofMinutes(10);
    /** Pages tell by it that calculations go on. */
    private static final Duration SHOW_AGAIN = Duration.ofSeconds(30);

    /** Where entries go. */
    interface Log {
        void append(Level level, String sentence, @Nullable PoolRun run);
    }

    private final Log log;
    private final BiConsumer<PoolRun, String> standings;
    private final InstantSource clock;
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    private record Said(String sentence, Instant at) {}

    /** @param standings takes how each site stands, and by whose calculation */
    PoolLedger(Log log, BiConsumer<PoolRun, String> standings, InstantSource clock) {
        this.log = log;
        this.standings = standings;
        this.clock = clock;
    }

    /**
     * What came of a calculation.
     *
     * @param always whether it is an entry of its own also if nothing is new
     */
    void stands(PoolRun run, String by, boolean always) {
        var isNew = isNew(run.site(), run.sentence(), SAY_AGAIN);
        if (isNew || isNew("standing of " + run.site(), run.sentence(), SHOW_AGAIN)) {
            standings.accept(run, by);
        }
        if (isNew || always) {
            log.append(run.isBad() ? Level.WARNING : Level.INFO, run.sentence(), run);
        }
    }

    /** Something was done. */
    void did(String subject, String sentence) {
        said.put(subject, new Said(sentence, clock.instant()));
        log.append(Level.INFO, sentence, null);
    }

    /** Something does not succeed, perhaps again and again. */
    void failed(String subject, String sentence) {
        if (isNew(subject, sentence, SAY_AGAIN)) {
            log.append(Level.WARNING, sentence, null);
        }
    }

    /** Something happened that a person should look at. */
    void happened(String sentence) {
        log.append(Level.WARNING, sentence, null);
    }

    /** Nothing goes on until a person acts. */
    void alarm(String sentence) {
        log.append(Level.ERROR, sentence, null);
    }

    private boolean isNew(String subject, String sentence, Duration forgottenAfter) {
        var now = clock.instant();
        var before = said.get(subject);
        if (before != null
                && before.sentence().equals(sentence)
                && Duration.between(before.at(), now).compareTo(forgottenAfter) < 0) {
            return false;
        }
        said.put(subject, new Said(sentence, now));
        return true;
    }
}
