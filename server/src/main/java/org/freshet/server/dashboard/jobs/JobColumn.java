package org.freshet.server.dashboard.jobs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.server.job.JobOrder;
import org.jspecify.annotations.Nullable;

/**
 * A column of the list of jobs beside the job and its state, which it always has. What is shown is in the address, and
 * remembered in a cookie.
 */
enum JobColumn {
    TYPE("p2", false),
    NAME(null, false),
    RUN("p2", false),
    USER(null, false),
    SITE(null, false),
    HOST("p3", false),
    WORKFLOW(null, true),
    DEFINED("p2", true),
    ENDED(null, true),
    WAITED("p4", true),
    RAN("p3", true),
    PRIORITY("p4", true),
    TRY("p4", true),
    WORD("p3", false);

    /** What the address says for the columns that are shown to whoever chose none. */
    static final String USUAL = "usual";

    private final @Nullable String dropped;
    private final boolean number;

    /** @param dropped class by which the column leaves narrow windows; null = it is not among the usual ones */
    JobColumn(@Nullable String dropped, boolean number) {
        this.dropped = dropped;
        this.number = number;
    }

    /** As it stands in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its cells look like: whoever chose a column sees it wherever there is room for a table. */
    public String look(boolean chosen) {
        var width = chosen || dropped == null ? "p2" : dropped;
        return (number ? "num " : "") + width;
    }

    /** The order that its heading offers; null = none. */
    @Nullable
    JobOrder order() {
        return switch (this) {
            case TYPE -> JobOrder.TYPE;
            case RUN -> JobOrder.RUN;
            case DEFINED -> JobOrder.NEWEST;
            default -> null;
        };
    }

    static List<JobColumn> usual() {
        return Arrays.stream(values()).filter(it -> it.dropped != null).toList();
    }

    /** All words that the address may say. */
    static List<String> words() {
        return Stream.concat(Arrays.stream(values()).map(JobColumn::word), Stream.of(USUAL))
                .toList();
    }

    /** In the order of the table; the usual ones if these words name none. */
    static List<JobColumn> of(List<String> words) {
        return chosen(words).orElseGet(JobColumn::usual);
    }

    private static Optional<List<JobColumn>> chosen(List<String> words) {
        var all =
                Arrays.stream(values()).filter(it -> words.contains(it.word())).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
