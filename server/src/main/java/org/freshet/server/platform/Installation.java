package org.freshet.server.platform;

import java.util.Optional;
import java.util.UUID;
import org.freshet.protocol.JobId;
import org.freshet.protocol.PilotId;
import org.springframework.stereotype.Component;

/**
 * This installation's own number, and with it the UUID form of an id (version 8, RFC 9562): 60 bits of the number, then
 * 62 bits of the id. So the form can be computed, and one of another installation is recognised.
 */
@Component
public class Installation {

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long ID_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    private final long number;

    Installation(InstallationSql sql) {
        this.number = sql.number();
    }

    /** 15 hexadecimal digits. */
    public String name() {
        return String.format("%015x", number);
    }

    public UUID uuidOf(JobId job) {
        return uuid(job.value());
    }

    /** The job of this number or UUID form, if the text is one. */
    public Optional<JobId> job(String text) {
        return id(text).map(JobId::new);
    }

    /** The pilot of this number or UUID form, if the text is one. */
    public Optional<PilotId> pilot(String text) {
        return id(text).map(PilotId::new);
    }

    private UUID uuid(long id) {
        return new UUID(upperHalf(), VARIANT | id);
    }

    private long upperHalf() {
        return (number >>> 12) << 16 | VERSION_8 | (number & 0xFFFL);
    }

    private Optional<Long> id(String text) {
        try {
            if (text.indexOf('-') < 0) {
                return Optional.of(Long.parseLong(text)).filter(it -> it > 0);
            }
            var uuid = UUID.fromString(text);
            return uuid.getMostSignificantBits() == upperHalf()
                    ? Optional.of(uuid.getLeastSignificantBits() & ID_MASK)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
