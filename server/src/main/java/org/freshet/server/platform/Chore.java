package org.freshet.server.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done again and again. What fails each time is logged when it begins to fail and when it is over. */
public final class Chore {

    private static final Logger log = LoggerFactory.getLogger(Chore.class);
    private static final String AWAY = "the database cannot be reached";
    private static final String CONTENDED = "others changed the same things at that moment";

    private final String name;
    private final Runnable work;
    private String failure = "";
    private long failures;

    /** @param name for the log, for example {@code sweep lost-pilots} */
    public Chore(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    /** Does it once. Never throws an exception, so that a scheduler comes again. */
    public synchronized void run() {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        if (failures > 0) {
            log.info("{}: works again after {} failures ({}).", name, failures, failure);
            failures = 0;
            failure = "";
        }
    }

    private void failed(RuntimeException e) {
        var passes = DatabaseAway.explains(e);
        var what = passes ? passing(e) : e.toString();
        failures++;
        if (what.equals(failure)) {
            log.debug("{}: failed again: {}", name, what);
            return;
        }
        failure = what;
        if (passes) {
            log.warn("{}: {}. It is tried again until that works; only then this log tells more.", name, what);
        } else {
            log.error("{}: failed. It is tried again; the same failure is not told twice.", name, e);
        }
    }

    private static String passing(RuntimeException e) {
        return DatabaseAway.isContention(e) ? CONTENDED : AWAY;
    }
}
