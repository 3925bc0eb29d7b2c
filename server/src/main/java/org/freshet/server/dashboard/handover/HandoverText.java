package org.freshet.server.dashboard.handover;

import java.util.List;
import java.util.function.Function;
import org.freshet.server.dashboard.alarms.AlarmRow;
import org.freshet.server.dashboard.page.Words;
import org.jspecify.annotations.Nullable;

/** The hand-over as a logbook takes it: plain text, lines of one thing each. */
final class HandoverText {

    private final StringBuilder text = new StringBuilder();
    private final Words words;

    private HandoverText(Words words) {
        this.words = words;
    }

    static String of(HandoverPage page, Words words) {
        return new HandoverText(words).write(page);
    }

    private String write(HandoverPage page) {
        var when = page.when();
        line(words.say(
                when.goesOn() ? "handover.text.soFar" : "handover.text",
                when.from().text(),
                when.end().text(),
                page.at().text()));
        page.lead().forEach(this::line);
        part("handover.text.open", page.open(), this::open);
        part("handover.text.happened", page.happened(), this::happened);
        part("handover.text.late", page.late(), it -> it);
        part("handover.text.failed", page.failures(), this::failed);
        part("handover.text.done", page.done(), this::done);
        part("handover.text.notes", page.notes(), it -> it.at().text() + " " + it.by() + ": " + it.text());
        return text.toString();
    }

    private <T> void part(String heading, List<T> things, Function<T, String> told) {
        line("");
        line(words.say(heading));
        if (things.isEmpty()) {
            line(" - " + words.say("none"));
        }
        things.forEach(it -> line(" - " + told.apply(it).replace("\n", "\n   ")));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String open(AlarmRow alarm) {
        var known = alarm.known();
        var silence = alarm.silence();
        var standing = known == null
                ? words.say("handover.notKnown")
                : words.say("alarms.by", known.by(), known.at().text()) + said(known.note());
        var silenced = silence == null
                ? ""
                : "; "
                        + words.say(
                                "alarms.silenced", silence.by(), silence.until().text()) + said(silence.reason());
        return alarm.sentence() + " ("
                + words.say("handover.since", alarm.raised().text()) + "; " + standing + silenced + ")";
    }

    private static String said(@Nullable String note) {
        return note == null ? "" : ": " + note;
    }

    private String happened(HappenedRow row) {
        return row.at().text() + " " + row.sentence() + by(row.by());
    }

    private String failed(FailedGroup group) {
        return words.say(
                "handover.failed",
                group.failed(),
                group.type() == null ? words.say("unknown") : group.type(),
                group.reason(),
                group.unresolved());
    }

    private String done(HandoverPage.Done done) {
        return done.deed().at().text() + " " + done.what() + said(done.deed().reason())
                + by(done.deed().who());
    }

    private static String by(@Nullable String who) {
        return who == null ? "" : " (" + who + ")";
    }
}
