package org.freshet.test.bench.dispatch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;

/**
 * Simulated pilots in a process of their own, over one keep-alive connection each. It takes orders on standard input:
 * {@code drain JOBS}, {@code drain JOBS SECONDS}, {@code repeat TIMES}, {@code park}, {@code wake}.
 */
public final class Generator {

    private static final Duration EVER = Duration.ofDays(1);

    private final Crowd crowd;

    private Generator(Crowd crowd) {
        this.crowd = crowd;
    }

    /** @param args the server's port; a file with a line per pilot, its id and its token */
    public static void main(String[] args) throws IOException {
        try (var crowd = new Crowd(Integer.parseInt(args[0]), Path.of(args[1]));
                var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var generator = new Generator(crowd);
            Said.ready();
            for (var order = orders.readLine(); order != null; order = orders.readLine()) {
                generator.obey(order.split(" "));
            }
        }
    }

    private void obey(String[] order) throws IOException {
        switch (order[0]) {
            case "drain" ->
                drain(
                        Integer.parseInt(order[1]),
                        order.length > 2 ? Duration.ofSeconds(Long.parseLong(order[2])) : EVER);
            case "repeat" -> repeat(Integer.parseInt(order[1]));
            case "park" -> park();
            case "wake" -> wake();
            default -> throw new IllegalArgumentException("There is no order " + order[0]);
        }
    }

    private void drain(int jobs, Duration longest) throws IOException {
        new Drain(crowd, jobs, longest).run();
    }

    /** The pilots say the same again and again, so many times in all, to a server that only gives it back. */
    private void repeat(int times) throws IOException {
        crowd.greet();
        var latencies = new Latencies();
        var left = new int[] {times};
        Said.begin();
        var begin = System.nanoTime();
        for (var pilot : crowd.pilots()) {
            if (left[0]-- > 0) {
                crowd.say(pilot, Phrase.END_AND_WISH, false);
            }
        }
        while (crowd.pilots().stream().anyMatch(SimulatedPilot::isTalking)) {
            crowd.listen(100, (pilot, answer) -> {
                latencies.add(pilot.nanosSinceSaid(System.nanoTime()));
                pilot.holds(Objects.requireNonNull(answer.job()));
                if (left[0]-- > 0) {
                    crowd.say(pilot, Phrase.END_AND_WISH, false);
                }
            });
        }
        Said.end(times, System.nanoTime() - begin, latencies);
        Said.done();
    }

    /** All ask for a job while there is none. */
    private void park() throws IOException {
        crowd.greet();
        for (var pilot : crowd.pilots()) {
            crowd.say(pilot, Phrase.WISH, true);
        }
        Said.done();
    }

    /** The parked pilots come back when they waited long enough, until each was given a job; then all of them end. */
    private void wake() throws IOException {
        var given = new HashSet<SimulatedPilot>();
        var last = new long[1];
        while (given.size() < crowd.pilots().size()) {
            crowd.listen(1000, (pilot, answer) -> {
                if (answer.job() == null && !given.contains(pilot)) {
                    crowd.say(pilot, Phrase.WISH, true);
                } else if (answer.job() != null) {
                    given.add(pilot);
                    last[0] = System.nanoTime();
                    pilot.holds(answer.job());
                    crowd.say(pilot, Phrase.END, false);
                }
            });
        }
        while (crowd.pilots().stream().anyMatch(SimulatedPilot::isTalking)) {
            crowd.listen(1000, (pilot, answer) -> {});
        }
        // Linux has one such clock for all processes.
        Said.say("{\"last\":" + last[0] + "}");
        Said.done();
    }
}
