package org.freshet.batch;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A wish for some slots, each for one pilot, all alike.
 *
 * <p>The caller chooses the names and writes them down before it submits: if the answer gets lost, a later view shows
 * by them what got in.
 *
 * @param site letters, digits, {@code . _ -}
 * @param orderId never used before; letters, digits, {@code . _ -}
 * @param nonces one for each pilot, which presents it when it registers
 */
public record Order(String site, String orderId, List<String> nonces, Launch launch) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public Order {
        requireName(site);
        requireName(orderId);
        nonces = List.copyOf(nonces);
    }

    /** Refuses what could lead out of a directory or be taken for an option. */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a name of letters, digits, '.', '_', '-': \"" + name + "\"");
        }
        return name;
    }
}
