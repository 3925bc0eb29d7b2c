package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All simulated pilots of a process, on one thread. */
final class Crowd implements AutoCloseable {

    private static final int LONGEST_ANSWER = 1 << 16;
    private static final int AT_ONCE = 200;

    private final Selector selector = Selector.open();
    private final ByteBuffer space = ByteBuffer.allocate(LONGEST_ANSWER);
    private final List<SimulatedPilot> pilots;

    /** @param file a line per pilot: its id and its token */
    Crowd(int port, Path file) throws IOException {
        var server = new InetSocketAddress("127.0.0.1", port);
        pilots = Files.readAllLines(file).stream()
                .map(it -> it.split(" "))
                .map(it -> new SimulatedPilot(server, Long.parseLong(it[0]), it[1]))
                .toList();
    }

    /** What is done with an answer. */
    @FunctionalInterface
    interface Listener {
        void answered(SimulatedPilot pilot, HttpAnswer answer) throws IOException;
    }

    List<SimulatedPilot> pilots() {
        return pilots;
    }

    void say(SimulatedPilot pilot, Phrase phrase, boolean wish) throws IOException {
        pilot.say(selector, phrase, wish);
    }

    /** Hands over what has come within this time; whether anything had. */
    boolean listen(long millis, Listener listener) throws IOException {
        selector.select(millis);
        var came = !selector.selectedKeys().isEmpty();
        for (var key : selector.selectedKeys()) {
            var pilot = (SimulatedPilot) key.attachment();
            var answer = pilot.read(selector, space);
            if (answer != null && answer.status() != 200) {
                throw new IllegalStateException("A pilot was answered with " + answer.status() + ": " + answer.text());
            }
            if (answer != null) {
                listener.answered(pilot, answer);
            }
        }
        selector.selectedKeys().clear();
        return came;
    }

    /**
     * All say that they are there, so that each has a connection and is in the books as alive. Not all at once: each token is
     * looked up when it is heard first, and who waits too long for that is told to come again.
     */
    void greet() throws IOException {
        for (int from = 0; from < pilots.size(); from += AT_ONCE) {
            var some = pilots.subList(from, Math.min(from + AT_ONCE, pilots.size()));
            for (var pilot : some) {
                say(pilot, Phrase.HELLO, false);
            }
            while (some.stream().anyMatch(SimulatedPilot::isTalking)) {
                listen(100, (pilot, answer) -> {});
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (var pilot : pilots) {
            pilot.hangUp();
        }
        selector.close();
    }
}
