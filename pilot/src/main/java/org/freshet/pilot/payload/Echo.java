package org.freshet.pilot.payload;

import java.io.OutputStream;
import java.time.Duration;

/**
 * Where what a payload prints goes, besides its log. Whoever reads it slowly slows the payload down.
 *
 * @param patience how long a slow reader may keep the payload's last output waiting when every process that was found has ended
 */
public record Echo(OutputStream stdout, OutputStream stderr, Duration patience) {

    static final Echo NONE =
            new Echo(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), Duration.ofSeconds(2));
}
