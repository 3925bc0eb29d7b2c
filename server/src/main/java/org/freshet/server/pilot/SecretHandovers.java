package org.freshet.server.pilot;

import java.util.HexFormat;
import org.freshet.server.platform.Secret;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The audit of sites' secrets that leave the server: whoever has one can register pilots of the site, and get its jobs. */
@Service
public class SecretHandovers {

    private static final int DIGEST_BYTES = 6;

    private final SecretHandoverSql sql;

    SecretHandovers(SecretHandoverSql sql) {
        this.sql = sql;
    }

    /**
     * A submit host is about to get it, with an order.
     *
     * @param user in whose name it asks
     * @param host its name for itself
     */
    @Transactional
    public void handOver(String site, Secret secret, String user, String host) {
        var digest = HexFormat.of().formatHex(secret.hash(), 0, DIGEST_BYTES);
        sql.append(site, digest, "user " + user, host, "its secret was given to the submit host " + host);
    }
}
