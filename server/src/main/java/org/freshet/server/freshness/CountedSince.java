package org.freshet.server.freshness;

/** From when on a result is waited for, as far as the row of its job tells. */
public final class CountedSince {

    // Data that were a day old when their job was defined are processed once more, and nobody waits for them since
    // then. Data
    // that were to come only after their job was defined have a wrong clock.
    private static final String DATA = "JOB.data_time between JOB.defined_at - interval '1 day' and JOB.defined_at";

    private static final String SINCE = "case when " + DATA + " then JOB.data_time else JOB.defined_at end";

    private CountedSince() {}

    /**
     * An expression of SQL: when the data were taken or, where that is not known or of no use, the job was defined.
     *
     * @param job what the statement calls the row of the job
     */
    public static String of(String job) {
        return SINCE.replace("JOB", job);
    }

    /** An expression of SQL: whether it is the data from which on it counts. */
    static String isData(String job) {
        return "coalesce(" + DATA.replace("JOB", job) + ", false)";
    }
}
