package org.freshet.test.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.freshet.test.support.Directories;
import org.freshet.test.support.ServerProcess;

/** From the start of the server on a home that exists to its first page, and how much memory it then takes. */
final class StartBench {

    private static final int ROUNDS = 7;

    private StartBench() {}

    static List<Figure> run() throws Exception {
        var home = Files.createTempDirectory("freshet-bench");
        var starts = new ArrayList<Double>();
        var memory = new ArrayList<Double>();
        try {
            ServerProcess.start(home, 2).close();
            for (int n = 0; n < ROUNDS; n++) {
                var begin = System.nanoTime();
                try (var server = ServerProcess.launch(home, 2)) {
                    server.awaitFirstPage();
                    starts.add((System.nanoTime() - begin) / 1e9);
                    server.awaitIdlePilots(2);
                    memory.add(server.residentMb());
                }
            }
        } finally {
            Directories.delete(home);
        }
        return List.of(
                Figure.median("start to first page, warm", "s", 6, false, array(starts)),
                Figure.median("resident memory with PostgreSQL", "MB", 450, false, array(memory)));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
