package org.freshet.test.bench.dispatch;

import java.io.IOException;

/** Another queue that keeps its jobs in PostgreSQL, with its own workers in a process of its own. */
final class Peer implements Contestant {

    private final String name;
    private final String does;
    private final int guess;
    private final int fewest;
    private final Worker worker;
    private final Meter meter;

    Peer(BenchPostgres postgres, String name, String does, int guess, int fewest, Worker worker) {
        this.name = name;
        this.does = does;
        this.guess = guess;
        this.fewest = fewest;
        this.worker = worker;
        this.meter = new Meter(postgres, worker.pid());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int fewest() {
        return fewest;
    }

    @Override
    public boolean canBeMissed() {
        return true;
    }

    @Override
    public String does() {
        return does;
    }

    @Override
    public int guess() {
        return guess;
    }

    @Override
    public void prepare(int jobs) throws IOException {
        worker.tell("fill " + jobs);
        worker.next("filled");
    }

    @Override
    public Run run(int jobs) throws IOException {
        worker.tell("run " + jobs);
        return meter.read(worker);
    }

    /** What it says of itself: how often its work was done, and what is left of the jobs. */
    @Override
    public void check(int jobs) throws IOException {
        worker.tell("check");
        var said = worker.next("handled");
        if (said.get("handled").asLong() != jobs
                || said.get("distinct").asLong() != jobs
                || said.get("left").asLong() != 0) {
            throw new IllegalStateException("No number of " + name + " counts: " + said + " after " + jobs + " jobs");
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
