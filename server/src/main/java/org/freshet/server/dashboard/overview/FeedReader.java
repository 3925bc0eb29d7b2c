package org.freshet.server.dashboard.overview;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.server.dashboard.handover.Deed;
import org.freshet.server.dashboard.page.Badge;
import org.freshet.server.dashboard.page.FailureWords;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what changed in the last day, newest first, in one line each. */
@Component
class FeedReader {

    private static final int SHOWN = 20;
    private static final int OF_A_KIND = 8;
    private static final int RUNS = 5;

    /** Of these it is told what somebody did, not that there is a new row. */
    private static final Set<String> SAID = Set.of("bulk", "failure");

    private final FeedSql feed;
    private final Words words;

    FeedReader(FeedSql feed, Words words) {
        this.feed = feed;
        this.words = words;
    }

    List<FeedRow> read() {
        return Stream.of(
                        feed.failures(OF_A_KIND).stream().map(this::failed),
                        feed.people(OF_A_KIND).stream().map(this::done),
                        feed.runs(RUNS).stream().map(this::run),
                        feed.notes(OF_A_KIND).stream().map(this::note))
                .flatMap(it -> it)
                .sorted(Comparator.comparing(FeedRow::at).reversed())
                .limit(SHOWN)
                .toList();
    }

    private FeedRow failed(FeedSql.Failed row) {
        String why = FailureWords.brief(row.reason(), row.exitCode(), row.signal());
        String href = row.jobs() == 1
                ? Paths.JOBS + "/" + row.job()
                : Paths.JOBS + "?state=FAILED" + (row.reason() == null ? "" : "&reason=" + row.reason()) + "&type="
                        + URLEncoder.encode(row.jobtype(), StandardCharsets.UTF_8);
        return new FeedRow(
                row.at(),
                row.now(),
                "failed",
                words.say("feed.failed", row.jobtype(), why == null ? words.say("unknown") : why),
                counted("feed.jobs", row.jobs(), row.cut()),
                href,
                "");
    }

    private FeedRow done(FeedSql.Done row) {
        String who = row.actor().substring("user ".length());
        String did = row.same()
                ? words.say("feed.changed")
                : row.made() && !SAID.contains(row.entity())
                        ? words.say("feed.made")
                        : Badge.named(row.to()).word();
        boolean one = row.things() == 1;
        String why = Deed.why(row.to(), who, row.reason());
        return new FeedRow(
                row.at(),
                row.now(),
                "note",
                words.say("feed.people", who),
                things(row),
                one ? page(row) : null,
                why == null ? did : did + ": " + why);
    }

    private String things(FeedSql.Done row) {
        String name = row.name() == null ? Long.toString(row.thing()) : row.name();
        return row.things() == 1
                ? words.say("feed.one." + row.entity(), name)
                : counted("feed.thing." + row.entity(), row.things(), row.cut());
    }

    /** So many of something, of which there may be others where they were not all counted. */
    private String counted(String key, long number, boolean cut) {
        if (!cut || number == 1) {
            return words.say(key, number);
        }
        return number > FeedSql.COUNTED
                ? words.say("feed.more", words.say(key, number - 1))
                : words.say("feed.least", words.say(key, number));
    }

    private static @Nullable String page(FeedSql.Done row) {
        return Deed.page(row.entity(), row.thing(), row.name());
    }

    private FeedRow run(FeedSql.Run row) {
        String run = Long.toString(row.run());
        return new FeedRow(
                row.at(),
                row.now(),
                row.failed() == 0 ? "finished" : "failed",
                words.say("feed.run", run),
                words.say("feed.jobs", row.jobs()),
                Paths.JOBS + "?run=" + run,
                words.say("feed.run.failed", row.failed()));
    }

    private FeedRow note(FeedSql.Note row) {
        String look = switch (row.level().toUpperCase(Locale.ROOT)) {
            case "ERROR" -> "broken";
            case "WARNING" -> "late";
            default -> "note";
        };
        return new FeedRow(row.at(), row.now(), look, row.message(), "", null, "(" + row.service() + ")");
    }
}
