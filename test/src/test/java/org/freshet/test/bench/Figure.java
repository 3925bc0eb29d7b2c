package org.freshet.test.bench;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured number beside its goal.
 *
 * @param better {@code higher} or {@code lower}
 * @param met null = inconclusive: the samples lie on both sides of the goal
 * @param samples in the order in which they were taken
 */
public record Figure(
        String figure,
        double value,
        String unit,
        double goal,
        String better,
        @Nullable Boolean met,
        double[] samples) {

    private static final double CLEAR = 0.75;

    /** The median of the samples; met or missed when three quarters of them say so. */
    public static Figure median(String figure, String unit, double goal, boolean higherIsBetter, double... samples) {
        var good = Arrays.stream(samples)
                        .filter(it -> meets(it, goal, higherIsBetter))
                        .count()
                / (double) samples.length;
        Boolean met = good >= CLEAR ? Boolean.TRUE : good <= 1 - CLEAR ? Boolean.FALSE : null;
        return new Figure(figure, quantile(samples, 0.5), unit, goal, direction(higherIsBetter), met, samples);
    }

    /** A quantile of many samples; less is better. */
    public static Figure quantile(String figure, String unit, double goal, double q, double... samples) {
        var value = quantile(samples, q);
        return new Figure(figure, value, unit, goal, direction(false), meets(value, goal, false), samples);
    }

    /** The worst of the samples. */
    public static Figure worst(String figure, String unit, double goal, boolean higherIsBetter, double... samples) {
        var sorted = Arrays.stream(samples).sorted().toArray();
        var worst = higherIsBetter ? sorted[0] : sorted[sorted.length - 1];
        return new Figure(
                figure, worst, unit, goal, direction(higherIsBetter), meets(worst, goal, higherIsBetter), samples);
    }

    private static boolean meets(double sample, double goal, boolean higherIsBetter) {
        return higherIsBetter ? sample >= goal : sample <= goal;
    }

    private static String direction(boolean higherIsBetter) {
        return higherIsBetter ? "higher" : "lower";
    }

    private static double quantile(double[] samples, double q) {
        var sorted = Arrays.stream(samples).sorted().toArray();
        return sorted[(int) Math.min(sorted.length - 1, Math.round(q * (sorted.length - 1)))];
    }

    /** The same, of a machine that had something else to do. */
    public Figure inconclusive() {
        return new Figure(figure, value, unit, goal, better, null, samples);
    }

    /** A line for people. */
    String line() {
        var verdict = met == null ? "inconclusive" : met ? "met" : "NOT MET";
        var sorted = Arrays.stream(samples).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "%-44s %12s %-6s goal %s %s: %s  (%d samples, %s to %s)",
                figure,
                number(value),
                unit,
                better.equals("higher") ? "over" : "under",
                number(goal),
                verdict,
                samples.length,
                number(sorted[0]),
                number(sorted[sorted.length - 1]));
    }

    /** Ratios need two digits. */
    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%,.1f", value);
    }
}
