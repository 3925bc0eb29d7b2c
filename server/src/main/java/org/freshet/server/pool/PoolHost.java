package org.freshet.server.pool;

import org.freshet.batch.ThisHost;
import org.freshet.server.platform.FreshetHome;

/**
 * From where a batch system is asked. What was ordered from elsewhere is not seen there.
 *
 * @param name the machine's, or that of a server's own directory
 * @param sole whether no two programs ever ask from there at once: then a turn that was not given back is that of one
 *     that died
 */
record PoolHost(String name, boolean sole) {

    private static final String FILE = "pool-host";

    /** A machine with the commands of a batch system. */
    static PoolHost machine(String name) {
        return new PoolHost(name, false);
    }

    /**
     * The local pilots of this server, who alone knows their directories. The name is kept with them, as that of the machine
     * may change while they run.
     */
    static PoolHost of(FreshetHome home) {
        return new PoolHost(home.nameKept(FILE, ThisHost.name() + ":" + home.home()), true);
    }
}
