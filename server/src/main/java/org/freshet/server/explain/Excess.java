package org.freshet.server.explain;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Offer;
import org.freshet.server.dispatch.Criterion;
import org.freshet.server.explain.Queue.WaitingClass;

/**
 * Jobs that wait and ask, in one respect, for more than a pilot has.
 *
 * @param missing their classes; at least one
 */
record Excess(Criterion criterion, List<WaitingClass> missing, Offer offer) {

    /** One for each criterion that some of the classes miss; a job may miss several. */
    static List<Excess> of(List<WaitingClass> classes, String site, Offer offer) {
        return Arrays.stream(Criterion.values())
                .map(criterion -> new Excess(
                        criterion,
                        classes.stream()
                                .filter(it -> !criterion.holds(it.asked(), site, offer))
                                .toList(),
                        offer))
                .filter(it -> !it.missing.isEmpty())
                .toList();
    }

    static long count(List<WaitingClass> classes) {
        return classes.stream().mapToLong(WaitingClass::jobs).sum();
    }

    /** {@code 12 jobs}, or {@code more than 1,000 jobs} if some of the classes were not counted to their end. */
    static String jobs(List<WaitingClass> classes) {
        var capped = classes.stream().anyMatch(it -> it.jobs() > Say.MOST);
        var count = count(classes);
        return capped ? "more than " + Say.count(count - 1, "job") : Say.count(count, "job");
    }

    String sentence() {
        return Say.capital(jobs(missing)) + " " + words() + ".";
    }

    /** For example {@code ask for more than the pilot's 2,000 MB memory (the least for 8,000 MB)}. */
    String words() {
        var count = count(missing);
        return switch (criterion) {
            case SITE -> Say.verb(count, "is", "are") + " for " + sites();
            case CORES ->
                asks() + "more than the pilot's " + Say.count(offer.cores(), "core") + least(Long.toString(amount()));
            case MEMORY ->
                asks() + "more than the pilot's " + megabytes(offer.memoryMb()) + " memory"
                        + least(megabytes(amount()));
            case DISK ->
                asks() + "more than the pilot's " + megabytes(offer.diskMb()) + " of free disk"
                        + least(megabytes(amount()));
            case TAGS -> asks() + Say.tags(tags()) + ", which the pilot lacks";
            case LIFETIME ->
                "may run for longer than the pilot's remaining "
                        + Shortfall.seconds(Math.max(0, offer.remainingSeconds()))
                        + " (the shortest for " + Shortfall.seconds(amount()) + ", " + Criterion.GRACE_SECONDS
                        + " s grace included)";
        };
    }

    Fact fact() {
        return Amount.isCompared(criterion)
                ? new Fact(
                        Fact.Code.MISSED,
                        criterion.name(),
                        count(missing),
                        amount(),
                        Amount.offered(criterion).applyAsLong(offer))
                : new Fact(Fact.Code.MISSED, criterion.name(), count(missing), null, null);
    }

    private String asks() {
        return Say.verb(count(missing), "asks", "ask") + " for ";
    }

    private String least(String amount) {
        return count(missing) == 1 ? ": for " + amount : " (the least for " + amount + ")";
    }

    private long amount() {
        var asked = Amount.asked(criterion);
        return missing.stream()
                .mapToLong(it -> asked.applyAsLong(it.asked()))
                .min()
                .orElse(0);
    }

    private String sites() {
        var names = new TreeSet<String>();
        missing.forEach(it -> names.add(String.valueOf(it.asked().site())));
        return (names.size() == 1 ? "site " : "sites ") + Say.list(names);
    }

    private List<String> tags() {
        return missing.stream()
                .flatMap(it -> it.asked().tags().stream())
                .filter(it -> !offer.tags().contains(it))
                .distinct()
                .sorted()
                .limit(5)
                .toList();
    }

    private static String megabytes(long amount) {
        return Shortfall.megabytes(amount);
    }
}
