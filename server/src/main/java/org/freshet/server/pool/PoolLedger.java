package org.freshet.server.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The pool's part of the service log. What is found anew every two seconds is said once, until something else is. */
final class PoolLedger {

    private final Consumer<String> info;
    private final Consumer<String> warning;
    private final Map<String, String> standing = new ConcurrentHashMap<>();

    PoolLedger(Consumer<String> info, Consumer<String> warning) {
        this.info = info;
        this.warning = warning;
    }

    /** Something was done. */
    void did(String site, String sentence) {
        standing.put(site, sentence);
        info.accept(sentence);
    }

    /** How things stand with a site. */
    void stands(String site, String sentence) {
        if (!sentence.equals(standing.put(site, sentence))) {
            info.accept(sentence);
        }
    }

    /** How things stand with a site, and a person should look. */
    void standsBadly(String site, String sentence) {
        if (!sentence.equals(standing.put(site, sentence))) {
            warning.accept(sentence);
        }
    }

    /** Something happened that a person should look at. */
    void happened(String sentence) {
        warning.accept(sentence);
    }
}
