package org.freshet.server.pool;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Names of orders: by them the newest is found quickly, and no two are alike. */
final class OrderNumber {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private OrderNumber() {}

    /** For example {@code 20261120-105501-3f9a01}. */
    static String at(Instant now) {
        return "%s-%06x".formatted(SECOND.format(now), RANDOM.nextInt(1 << 24));
    }
}
