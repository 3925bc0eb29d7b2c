package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** The port of a database, chosen at its first start and kept in a file, so that notes and tunnels stay valid. */
record KeptPort(Path file) {

    /** Below the range from which Linux takes the ports of outgoing connections, which would get in the way later. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 29_999;
    private static final int HIGHEST_OF_ALL = 65_535;

    /** The port that was kept; one that is free if there is none, or if its file was cut short by a full disk. */
    int get() throws IOException {
        var kept = kept();
        return kept.isPresent() ? kept.getAsInt() : chosen();
    }

    /** Writes nothing when it is kept already: a full disk does not hinder a start. */
    void keep(int port) throws IOException {
        if (!kept().equals(OptionalInt.of(port))) {
            var complete = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), port + "\n");
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private OptionalInt kept() throws IOException {
        try {
            var text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            var port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
            return port >= 1 && port <= HIGHEST_OF_ALL ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (NoSuchFileException e) {
            return OptionalInt.empty();
        }
    }

    /** A port that nobody uses just now; somebody may before PostgreSQL does. */
    static int chosen() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("No free port found between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
