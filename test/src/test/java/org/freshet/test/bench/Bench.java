package org.freshet.test.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.freshet.test.bench.dispatch.DispatchBench;
import org.freshet.test.support.Api;

/** Runs all benchmarks, or those whose names are given, one after another, each on a server of its own. */
public final class Bench {

    private static final Path RESULTS = Path.of("target", "bench");
    private static final String LONG = "pages";

    private interface Benchmark {
        List<Figure> run() throws Exception;
    }

    private Bench() {}

    /** @param names of benchmarks; none = all but that of the pages, which takes an hour */
    public static void main(String[] names) throws Exception {
        var all = all();
        var usual = all.keySet().stream().filter(it -> !it.equals(LONG)).toList();
        var chosen = names.length == 0 ? usual : List.of(names);
        for (var name : chosen) {
            var benchmark = all.get(name);
            if (benchmark == null) {
                System.err.println("There is no benchmark " + name + "; there are " + all.keySet() + ".");
                System.exit(2);
                return;
            }
            run(name, benchmark);
        }
    }

    private static SequencedMap<String, Benchmark> all() {
        var all = new LinkedHashMap<String, Benchmark>();
        all.put("start", StartBench::run);
        all.put("latency", LatencyBench::run);
        all.put("submit", SubmitBench::run);
        all.put("pilot", PilotBench::run);
        all.put("purge", PurgeBench::run);
        all.put("loss", LossBench::run);
        all.put("explain", ExplainBench::run);
        all.put("list", ListBench::run);
        all.put("pool", PoolBench::run);
        all.put("dispatch", DispatchBench::run);
        all.put("workflow", WorkflowBench::run);
        all.put(LONG, PagesBench::run);
        return all;
    }

    private static void run(String name, Benchmark benchmark) throws Exception {
        var file = RESULTS.resolve(name + ".json");
        Files.deleteIfExists(file);
        System.err.println("Measuring " + name + " …");
        var figures = benchmark.run();
        write(file, figures);
        figures.forEach(it -> System.out.println(it.line()));
    }

    private static void write(Path file, List<Figure> figures) throws IOException {
        Files.createDirectories(RESULTS);
        Files.writeString(file, Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }
}
