package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** The port of a database, chosen at its first start and kept in a file, so that notes and tunnels stay valid. */
record KeptPort(Path file) {

    /** Below the range from which Linux takes the ports of outgoing connections, which would get in the way later. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 29_999;

    int get() throws IOException {
        return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : chosen();
    }

    void keep(int port) throws IOException {
        Files.writeString(file, port + "\n");
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
