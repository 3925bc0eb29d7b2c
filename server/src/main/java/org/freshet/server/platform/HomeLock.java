package org.freshet.server.platform;

import java.nio.file.Path;
import org.freshet.server.platform.postgres.ProcessLock;

/** Makes this server the only one on its home directory, whatever database it uses: tokens, logs and local pilots are there too. */
final class HomeLock implements AutoCloseable {

    private final Path home;
    private final ProcessLock lock;

    private HomeLock(Path home, ProcessLock lock) {
        this.home = home;
        this.lock = lock;
    }

    /** @throws HomeInUse if another server has it */
    static HomeLock take(FreshetHome home) {
        try {
            var lock = ProcessLock.take(home.claimed().resolve("server.lock"));
            ServerFile.remove(home); // a server that was killed leaves it
            return new HomeLock(home.home(), lock);
        } catch (ProcessLock.Held e) {
            throw new HomeInUse(home, e);
        }
    }

    Path home() {
        return home;
    }

    @Override
    public void close() {
        lock.close();
    }
}
