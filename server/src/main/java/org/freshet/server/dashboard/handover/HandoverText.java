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
        var cut = page.cut();
        line(words.say(
                when.goesOn() ? "handover.text.soFar" : "handover.text",
                when.from().text(),
                when.end().text(),
                page.at().text()));
        page.lead().forEach(this::line);
        part("handover.text.open", page.open(), this::open, null);
        part("handover.text.happened", page.happened(), this::happened, cut.happened() ? "handover.cut" : null);
        part("handover.text.late", page.late(), it -> it, null);
        part("handover.text.failed", page.failures(), this::failed, cut.failures() ? "handover.failures.cut" : null);
        part("handover.text.done", page.done(), this::done, cut.done() ? "handover.done.cut" : null);
        part(
                "handover.text.notes",
                page.notes(),
                it -> it.at().text() + " " + it.by() + ": " + it.text(),
                cut.notes() ? "handover.notes.cut" : null);
        return text.toString();
    }

    /** The last is what is said if there is more. */
    private <T> void part(String heading, List<T> things, Function<T, String> told, @Nullable String more) {
        line("");
        line(words.say(heading));
        if (things.isEmpty()) {
            line(" - " + words.say("none"));
        }
        things.forEach(it -> line(" - " + told.apply(it).replace("\n", "\n   ")));
        if (more != null) {
            line(" - " + words.say(more));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String open(AlarmRow alarm) {
        var known = alarm.known();
        var silence = alarm.silence();
        var standing = known == null
                ? words.say("handover.notKnown")
                : words.say("handover.known", known.by(), known.at().text()) + said(known.note());
        var silenced = silence == null
                ? ""
                : "; "
                        + words.say(
                                "handover.silenced",
                                silence.by(),
                                silence.until().text()) + said(silence.reason());
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
        return words.say("handover.failed", group.failed(), group.type(), group.reason(), group.unresolved());
    }

    private String done(HandoverPage.Done done) {
        return done.deed().at().text() + " " + done.what() + said(done.deed().reason())
                + by(done.deed().who());
    }

    private static String by(@Nullable String who) {
        return who == null ? "" : " (" + who + ")";
    }
}
