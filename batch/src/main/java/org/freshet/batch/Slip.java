package org.freshet.batch;

import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The note in a local pilot's directory that says for what it was started.
 *
 * @param at when it was submitted
 */
record Slip(String orderId, String nonce, Instant at) {

    static Slip parse(String text) throws IOException {
        var entries = new Properties();
        entries.load(new StringReader(text));
        try {
            return new Slip(
                    required(entries.getProperty("order")),
                    required(entries.getProperty("nonce")),
                    Instant.parse(required(entries.getProperty("at"))));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("an order, a nonce or a time is missing", e);
        }
    }

    String text() {
        return "order=" + orderId + "\nnonce=" + nonce + "\nat=" + at + "\n";
    }

    private static String required(@Nullable String value) throws IOException {
        if (value == null) {
            throw new IOException("an order, a nonce or a time is missing");
        }
        return value;
    }
}
