package org.freshet.server.dashboard.freshness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.FreshnessView;
import org.freshet.protocol.FreshnessView.Standing;
import org.freshet.protocol.JobId;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.Moment;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.explain.Explanations;
import org.freshet.server.freshness.FreshTypes;
import org.freshet.server.freshness.TypeFreshness;
import org.freshet.workflows.Dag;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Says how fresh the results of all job types are, and of the worst ones why they are not. */
@Component
public class FreshnessReader {

    /** What keeps a job waiting is looked up for so many types. */
    private static final int EXPLAINED = 3;

    private final FreshTypes types;
    private final Explanations explanations;
    private final Words words;

    FreshnessReader(FreshTypes types, Explanations explanations, Words words) {
        this.types = types;
        this.explanations = explanations;
        this.words = words;
    }

    /**
     * For machines: by name, one more than the limit.
     *
     * @param after only types behind this one; null = from the first
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<FreshnessView> views(@Nullable String after, int limit) {
        return types.all().stream()
                .sorted(Comparator.comparing(TypeFreshness::jobtype))
                .filter(row -> after == null || row.jobtype().compareTo(after) > 0)
                .limit(limit + 1L)
                .map(row -> Freshness.of(row, Spark.NONE).view())
                .toList();
    }

    /** What is late or broken, by job type. */
    public Map<String, Badge> urgent() {
        return byType().values().stream()
                .filter(Freshness::isUrgent)
                .collect(Collectors.toMap(Freshness::jobtype, Freshness::badge));
    }

    /** All of them, without lines. */
    public Map<String, Freshness> byType() {
        return types.all().stream()
                .collect(Collectors.toMap(TypeFreshness::jobtype, row -> Freshness.of(row, Spark.NONE)));
    }

    /** How long after its data a result may come, of types that say nothing themselves. */
    public Duration standard() {
        return types.standard();
    }

    /**
     * How fresh all types are, and why those that are not.
     *
     * @param lately results of the last two hours, by type and then by time
     */
    public Freshnesses read(Instant now, List<FreshnessSql.Slice> lately) {
        Map<String, List<FreshnessSql.Slice>> slices =
                lately.stream().collect(Collectors.groupingBy(FreshnessSql.Slice::jobtype));
        Instant begin = Span.TWO_HOURS.begin(now);
        var all = Freshnesses.of(types.all().stream()
                .filter(row -> !runsNothing(row))
                .map(row -> Freshness.of(
                        row,
                        Spark.of(Span.TWO_HOURS, begin, slices.getOrDefault(row.jobtype(), List.of()), row.limit())))
                .toList());
        List<Freshness> cards = new ArrayList<>();
        for (var card : all.cards()) {
            cards.add(card.because(why(card, cards.size() < EXPLAINED)));
        }
        return new Freshnesses(cards, all.tiles());
    }

    /** Whether nothing of it was ever handed to a pilot, and nothing will be. */
    private static boolean runsNothing(TypeFreshness row) {
        return row.jobtype().equals(Dag.Vertex.NOOP) && row.standing() == Standing.UNKNOWN && row.open() == null;
    }

    private String why(Freshness type, boolean explained) {
        String said = what(type, explained);
        return type.isNotOfData() ? said + " " + words.say("fresh.why.notOfData") : said;
    }

    private String what(Freshness type, boolean explained) {
        var row = type.row();
        if (type.standing() == Standing.BROKEN) {
            return words.say("fresh.why.broken", row.failing(), failing(row));
        }
        var open = row.open();
        if (open == null) {
            return words.say("fresh.why.came");
        }
        String said = words.say("fresh.why.open", row.waiting(), row.running());
        String sentence = explained ? explanation(open.job()) : null;
        return sentence == null ? said : said + " " + words.say("fresh.why.first", Long.toString(open.job()), sentence);
    }

    private String failing(TypeFreshness row) {
        var result = row.result();
        return result == null
                ? words.say("fresh.why.never")
                : words.say("fresh.why.since", Moment.of(result.at(), row.now()).text());
    }

    private @Nullable String explanation(long job) {
        return explanations.ofJob(new JobId(job)).map(Explanation::sentence).orElse(null);
    }
}
