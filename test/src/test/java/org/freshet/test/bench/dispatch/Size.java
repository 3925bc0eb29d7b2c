package org.freshet.test.bench.dispatch;

/**
 * How much is measured.
 *
 * @param quick only what takes turns in rounds, for two minutes
 * @param warmUp rounds that do not count, of which a virtual machine needs several to be at its speed
 * @param rounds that count
 * @param seconds of each contestant in each round, more or less
 * @param pilots that are simulated
 * @param scale jobs in the database for what must not depend on them: so many finished, a tenth of them runnable
 */
record Size(boolean quick, int warmUp, int rounds, double seconds, int pilots, int scale) {

    static Size ofProperties() {
        var quick = Boolean.getBoolean("bench.quick");
        return new Size(
                quick,
                quick ? 2 : 5,
                Integer.getInteger("bench.rounds", quick ? 3 : 5),
                Double.parseDouble(System.getProperty("bench.seconds", quick ? "1" : "3")),
                Integer.getInteger("bench.pilots", 1000),
                Integer.getInteger("bench.scale", 1_000_000));
    }

    /** Jobs for one run of somebody that fast. */
    int jobs(double rate, int fewest) {
        return (int) Math.max(fewest, Math.min(2_000_000, Math.round(rate * seconds / 100) * 100));
    }
}
