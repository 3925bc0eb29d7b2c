package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.util.List;
import org.freshet.test.bench.Watch;
import tools.jackson.databind.JsonNode;

/** Reads the processor time of a contestant and of PostgreSQL when a worker says that its time begins and ends. */
record Meter(BenchPostgres postgres, long pid) {

    /** Of an order that was given just now. */
    Run read(Worker worker) throws IOException {
        worker.next("begin");
        var own = Watch.ownProcessorMillis(pid);
        var asking = asking(worker);
        var database = postgres.processorMillis();
        var said = worker.next("jobs");
        return new Run(
                said.get("jobs").asLong(),
                said.get("seconds").asDouble(),
                (Watch.ownProcessorMillis(pid) - own) / 1000,
                (asking(worker) - asking) / 1000,
                (postgres.processorMillis() - database) / 1000,
                Watch.residentMb(pid),
                millis(said));
    }

    /** Of the simulated pilots, if they are a process of their own. */
    private double asking(Worker worker) {
        return worker.pid() == pid ? 0 : Watch.ownProcessorMillis(worker.pid());
    }

    private static List<Double> millis(JsonNode said) {
        return said.has("p50")
                ? List.of(
                        said.get("p50").asDouble(),
                        said.get("p95").asDouble(),
                        said.get("p99").asDouble())
                : List.of();
    }
}
