package org.freshet.server.dashboard.page;

/** Numbers that are read easily: 1, 2 or 5 and zeros, or 25 and zeros. */
public final class RoundNumber {

    private RoundNumber() {}

    /** The smallest that is not below this one. */
    public static long atLeast(long number) {
        for (long power = 1; ; power *= 10) {
            for (long step : new long[] {power, 2 * power, power % 10 == 0 ? 25 * power / 10 : 0, 5 * power}) {
                if (step >= number && step > 0) {
                    return step;
                }
            }
        }
    }
}
