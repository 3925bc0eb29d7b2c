package org.freshet.batch;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that this program runs on. */
public final class ThisHost {

    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private ThisHost() {}

    /** Its name for itself, the same for every program on it. */
    public static String name() {
        try {
            return Files.exists(NAME)
                    ? Files.readString(NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
