package org.freshet.server.explain;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Offer;
import org.freshet.server.dispatch.Criterion;
import org.freshet.server.job.Requirement;

/** Words for a criterion that offers miss, seen from the job. */
final class Shortfall {

    private final Requirement asked;
    private final Collection<Offer> offers;

    Shortfall(Requirement asked, Collection<Offer> offers) {
        this.asked = asked;
        this.offers = offers;
    }

    /** What nobody has, after the word "none": {@code offers 8,000 MB memory (the most is 2,000 MB)}. */
    String ofAll(Criterion criterion) {
        return switch (criterion) {
            case SITE -> "is of site " + asked.site();
            case CORES -> "offers " + Say.count(asked.cores(), "core") + " (the most is " + most(criterion) + ")";
            case MEMORY ->
                "offers " + megabytes(asked.memoryMb()) + " memory (the most is " + megabytes(most(criterion)) + ")";
            case DISK ->
                "offers " + megabytes(asked.diskMb()) + " of free disk (the most is " + megabytes(most(criterion))
                        + ")";
            case TAGS -> "has " + Say.tags(missingTags());
            case LIFETIME ->
                "lives long enough for " + timeLimit() + " (the longest remaining lifetime is "
                        + seconds(most(criterion)) + ")";
        };
    }

    /** What some have not, after their number: {@code offer less than 8,000 MB memory}. */
    String ofSome(Criterion criterion, long count) {
        return switch (criterion) {
            case SITE -> Say.verb(count, "is", "are") + " not of site " + asked.site();
            case CORES -> Say.verb(count, "offers", "offer") + " fewer than " + Say.count(asked.cores(), "core");
            case MEMORY -> Say.verb(count, "offers", "offer") + " less than " + megabytes(asked.memoryMb()) + " memory";
            case DISK ->
                Say.verb(count, "offers", "offer") + " less than " + megabytes(asked.diskMb()) + " of free disk";
            case TAGS ->
                Say.verb(count, "lacks", "lack")
                        + (asked.tags().size() == 1 ? " " : " some of ")
                        + Say.tags(asked.tags());
            case LIFETIME -> Say.verb(count, "ends", "end") + " too soon for " + timeLimit();
        };
    }

    /** For scripts. */
    Fact fact(Criterion criterion, long count) {
        return Amount.isCompared(criterion)
                ? new Fact(Fact.Code.MISSED, criterion.name(), count, asked(criterion), most(criterion))
                : new Fact(Fact.Code.MISSED, criterion.name(), count, null, null);
    }

    private long asked(Criterion criterion) {
        return Amount.asked(criterion).applyAsLong(asked);
    }

    private long most(Criterion criterion) {
        return offers.stream().mapToLong(Amount.offered(criterion)).max().orElse(0);
    }

    /** Those that nobody has; all if each is had by somebody, but never together. */
    private List<String> missingTags() {
        var offered = new HashSet<String>();
        offers.forEach(it -> offered.addAll(it.tags()));
        var missing = asked.tags().stream().filter(it -> !offered.contains(it)).toList();
        return missing.isEmpty() ? asked.tags() : missing;
    }

    private String timeLimit() {
        return "its time limit of " + seconds(asked.timeLimitSeconds()) + " + " + Criterion.GRACE_SECONDS + " s grace";
    }

    static String megabytes(long amount) {
        return Say.number(amount) + " MB";
    }

    static String seconds(long seconds) {
        return Say.duration(Duration.ofSeconds(seconds));
    }
}
