package org.freshet.test.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand;

/** From the start of the server on a home that exists to its first page, and how much memory it then takes. */
final class StartBench {

    private static final int ROUNDS = 7;

    private StartBench() {}

    static List<Figure> run() throws Exception {
        var starts = new ArrayList<Double>();
        var memory = new ArrayList<Double>();
        try (var installation = Watch.installation(2)) {
            RunningServer.start(installation).close();
            for (int n = 0; n < ROUNDS; n++) {
                var begin = System.nanoTime();
                var command = installation.start("exec bin/freshet-server");
                awaitFirstPage(installation, command);
                starts.add((System.nanoTime() - begin) / 1e9);
                try (var server = RunningServer.of(installation, command)) {
                    Watch.awaitIdlePilots(server, 2);
                    memory.add(Watch.residentMb(server));
                }
            }
        }
        return List.of(
                Figure.median("start to first page, warm", "s", 6, false, array(starts)),
                Figure.median("resident memory with PostgreSQL", "MB", 450, false, array(memory)));
    }

    private static void awaitFirstPage(Installation installation, ShellCommand command) {
        var pages = new Api(URI.create("http://127.0.0.1:" + installation.port()), null);
        RunningServer.await(
                installation,
                command,
                "the first page is there",
                () -> pages.get("/").status() == 200);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
