package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.freshet.test.support.Api;
import org.jspecify.annotations.Nullable;

/**
 * Contestants in turn: some rounds to warm up, then those that count, each beginning with another contestant, so that what else
 * the machine does strikes all of them. Numbers of different contestants are compared within a round only.
 */
final class Rounds {

    private final Size size;
    private final Map<Contestant, List<Run>> runs = new LinkedHashMap<>();
    private final List<String> failed = new ArrayList<>();

    Rounds(Size size, List<Contestant> contestants) {
        this.size = size;
        contestants.forEach(it -> runs.put(it, new ArrayList<>()));
    }

    void play() throws Exception {
        var rates = new LinkedHashMap<Contestant, Double>();
        runs.keySet().forEach(it -> rates.put(it, (double) it.guess()));
        for (int round = 1 - size.warmUp(); round <= size.rounds(); round++) {
            var order = new ArrayList<>(runs.keySet());
            Collections.rotate(order, -(round + size.warmUp() - 1));
            for (var contestant : order) {
                var jobs = size.jobs(
                        Objects.requireNonNull(rates.get(contestant)),
                        round > 0 ? contestant.fewest() : contestant.warmUp());
                var run = measureIfPossible(contestant, jobs);
                if (run != null) {
                    System.err.printf(Locale.ROOT, "  %-30s %s%n", contestant.name(), run);
                    rates.put(contestant, run.rate());
                    if (round > 0) {
                        Objects.requireNonNull(runs.get(contestant)).add(run);
                    }
                }
            }
            System.err.println(round <= 0 ? "Warming up" : "Round " + round + " of " + size.rounds());
        }
    }

    /** One that can be missed and does not work is out of all rounds. */
    private @Nullable Run measureIfPossible(Contestant contestant, int jobs) throws Exception {
        try {
            return measure(contestant, jobs);
        } catch (IOException | IllegalStateException e) {
            if (!contestant.canBeMissed()) {
                throw e;
            }
            contestant.close();
            runs.remove(contestant);
            failed.add(contestant.name() + ": " + e.getMessage());
            return null;
        }
    }

    /** Who is out, and why. */
    List<String> failed() {
        return failed;
    }

    private static Run measure(Contestant contestant, int jobs) throws Exception {
        contestant.prepare(jobs);
        var run = contestant.run(jobs);
        contestant.check(jobs);
        return run;
    }

    Map<Contestant, List<Run>> runs() {
        return runs;
    }

    /** Every run of every contestant, for whoever looks closer. */
    void write() throws IOException {
        var named = new LinkedHashMap<String, List<Run>>();
        runs.forEach((contestant, its) -> named.put(contestant.name(), its));
        var file = Files.createDirectories(Path.of("target", "bench")).resolve("dispatch-rounds.json");
        Files.writeString(file, Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(named) + "\n");
    }

    /** Something of each round; nothing if the contestant is missing. */
    double[] of(String name, ToDoubleFunction<Run> what) {
        return runs.entrySet().stream()
                .filter(it -> it.getKey().name().equals(name))
                .flatMap(it -> it.getValue().stream())
                .mapToDouble(what)
                .toArray();
    }

    /** How many times the slowest round of a contestant its fastest one is. */
    double wobble(String name) {
        var rates = of(name, Run::rate);
        var slowest = Arrays.stream(rates).min().orElse(1);
        return Arrays.stream(rates).max().orElse(1) / slowest;
    }
}
