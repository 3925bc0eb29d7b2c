package org.freshet.test.bench.dispatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.test.bench.Figure;
import org.slf4j.LoggerFactory;

/** Jobs handed out and taken back: the rounds with all contestants, then what is measured of Freshet alone. */
public final class DispatchBench {

    /** More between the slowest and the fastest round of the floor, and the machine had something else to do. */
    private static final double MOST_WOBBLE = 1.5;

    private static final double MICROS_BEYOND_ECHO = 45;

    private DispatchBench() {}

    public static List<Figure> run() throws Exception {
        var size = Size.ofProperties();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        try (var postgres = BenchPostgres.start()) {
            var figures = new ArrayList<Figure>();
            for (var part : Part.chosen(size.quick())) {
                System.err.println("Part " + part.name().toLowerCase(Locale.ROOT));
                figures.addAll(run(part, size, postgres));
            }
            return figures;
        }
    }

    private static List<Figure> run(Part part, Size size, BenchPostgres postgres) throws Exception {
        return switch (part) {
            case ROUNDS -> rounds(size, postgres);
            case LATENCY -> alone(part, postgres, IdleLatency::measure);
            case SUBMISSION -> alone(part, postgres, it -> SubmissionRates.measure(it, size));
            case PARKED -> alone(part, postgres, it -> ParkedPilots.measure(postgres, it, 3));
            case SNAPSHOT -> alone(part, postgres, it -> HeldSnapshot.measure(postgres, it, size));
            case FLATNESS -> Flatness.measure(postgres, size);
            case SERVERS -> TwoServers.measure(postgres, size);
        };
    }

    private interface Measurement {
        List<Figure> of(BenchServer server) throws Exception;
    }

    private static List<Figure> alone(Part part, BenchPostgres postgres, Measurement measurement) throws Exception {
        try (var server = BenchServer.start(postgres, part.name().toLowerCase(Locale.ROOT))) {
            return measurement.of(server);
        }
    }

    private static List<Figure> rounds(Size size, BenchPostgres postgres) throws Exception {
        var contestants = new ArrayList<Contestant>();
        try {
            enter(contestants, OverHttp.NAME, () -> OverHttp.ofThisBuild(postgres, size.pilots()));
            var before = System.getProperty("bench.before", "");
            if (!before.isEmpty()) {
                contestants.add(OverHttp.ofAnother(Path.of(before), postgres, size.pilots()));
            }
            enter(contestants, Echo.NAME, () -> new Echo(postgres, size.pilots()));
            enter(contestants, WithoutHttp.NAME, () -> new WithoutHttp(postgres, size.pilots()));
            enter(contestants, RawSql.FLOOR, () -> RawSql.floor(postgres));
            enter(contestants, RawSql.CEILING, () -> RawSql.ceiling(postgres));
            var peers = new Peers(postgres, it -> wanted(it) || wanted("peers"));
            if (wanted("peers") || Peers.NAMES.stream().anyMatch(DispatchBench::wanted)) {
                contestants.addAll(peers.all(!size.quick()));
            }
            var rounds = new Rounds(size, contestants);
            rounds.play();
            System.out.println(Machine.described(postgres));
            System.out.println(Table.of(rounds.runs(), rounds.of(OverHttp.NAME, Run::rate)));
            rounds.write();
            Stream.concat(peers.missing().stream(), rounds.failed().stream())
                    .forEach(it -> System.out.println("MISSING " + it));
            return figures(size, rounds);
        } finally {
            for (var contestant : contestants) {
                contestant.close();
            }
        }
    }

    private interface Start {
        Contestant get() throws Exception;
    }

    private static void enter(List<Contestant> contestants, String name, Start start) throws Exception {
        if (wanted(name)) {
            contestants.add(start.get());
        }
    }

    /** To look into one thing, the others can be left out. */
    private static boolean wanted(String name) {
        var only = System.getProperty("bench.only", "");
        return only.isEmpty() || List.of(only.split(";")).contains(name);
    }

    private static List<Figure> figures(Size size, Rounds rounds) {
        var figures = new ArrayList<Figure>();
        var http = rounds.of(OverHttp.NAME, Run::rate);
        var alone = rounds.of(WithoutHttp.NAME, Run::rate);
        add(figures, "full cycle over HTTP, " + size.pilots() + " pilots", "1/s", 15_000, true, http);
        var beyondEcho = beyondEcho(rounds);
        add(figures, "CPU of server and PostgreSQL beyond an echo", "µs/job", MICROS_BEYOND_ECHO, false, beyondEcho);
        ratio(figures, "over HTTP / db-scheduler", 2, http, rounds.of("db-scheduler", Run::rate));
        ratio(figures, "over HTTP / graphile-worker", 2, http, rounds.of("graphile-worker", Run::rate));
        ratio(figures, "dispatcher / best batched peer", 1.1, alone, bestBatched(rounds));
        ratio(figures, "dispatcher / batched raw SQL", 0.7, alone, rounds.of(RawSql.CEILING, Run::rate));
        var wobble = rounds.wobble(RawSql.FLOOR);
        if (wobble > MOST_WOBBLE) {
            System.out.printf("INCONCLUSIVE: the floor's fastest round was %.1f times its slowest.%n", wobble);
            return figures.stream().map(Figure::inconclusive).toList();
        }
        return figures;
    }

    private static double[] beyondEcho(Rounds rounds) {
        var ours = rounds.of(OverHttp.NAME, it -> it.ownMicros() + it.postgresMicros());
        var echo = rounds.of(Echo.NAME, Run::ownMicros);
        return IntStream.range(0, Math.min(ours.length, echo.length))
                .mapToDouble(n -> ours[n] - echo[n])
                .toArray();
    }

    private static double[] bestBatched(Rounds rounds) {
        var graphile = rounds.of("graphile-worker, batched", Run::rate);
        var boss = rounds.of("pg-boss, batch 500", Run::rate);
        return IntStream.range(0, Math.max(graphile.length, boss.length))
                .mapToDouble(
                        n -> DoubleStream.of(at(graphile, n), at(boss, n)).max().orElse(0))
                .toArray();
    }

    private static double at(double[] values, int n) {
        return n < values.length ? values[n] : 0;
    }

    /** Without the other there is no such figure; the table says why it is missing. */
    private static void ratio(List<Figure> figures, String what, double goal, double[] one, double[] other) {
        add(figures, what, "", goal, true, Table.quotients(one, other));
    }

    private static void add(
            List<Figure> figures, String what, String unit, double goal, boolean higherIsBetter, double[] samples) {
        if (samples.length > 0) {
            figures.add(Figure.median(what, unit, goal, higherIsBetter, samples));
        }
    }
}
