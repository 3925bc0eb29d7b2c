package org.freshet.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.freshet.cli.job.Patience;
import org.freshet.cli.session.EndlessRun;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;
import org.freshet.protocol.Summary;

/**
 * The counts again and again until Ctrl-C: on a terminal in one place, elsewhere a line whenever one of them has changed.
 */
final class SummaryWatch {

    private final Session session;
    private final Terminal terminal;
    private final Duration step;
    private int drawn;
    private String told = "";

    SummaryWatch(Session session, Duration step) {
        this.session = session;
        this.terminal = session.terminal();
        this.step = step;
    }

    /** @param print writes the counts as tables */
    void run(BiConsumer<Summary, Terminal> print) {
        var patience = new Patience(session, false);
        try (var _ = EndlessRun.of(terminal)) {
            while (true) {
                Optional<Summary> summary =
                        patience.ask(() -> session.server().get("/summary").as(Summary.class));
                summary.ifPresent(terminal.interactive() ? it -> redraw(it, print) : this::tellChange);
                session.time().pause(step);
            }
        }
    }

    private void redraw(Summary summary, BiConsumer<Summary, Terminal> print) {
        var page = new ByteArrayOutputStream();
        print.accept(summary, terminal.withOut(new PrintStream(page, true, StandardCharsets.UTF_8)));
        String text = page.toString(StandardCharsets.UTF_8);
        terminal.redraw(text, drawn);
        drawn = (int) text.lines().count();
    }

    private void tellChange(Summary summary) {
        String counts = "jobs " + counts(summary.jobs()) + "; pilots " + counts(summary.pilots());
        if (!counts.equals(told)) {
            terminal.say(Words.time(summary.at()) + "  " + counts);
            told = counts;
        }
    }

    private static String counts(Map<? extends Enum<?>, Long> counts) {
        String all = counts.entrySet().stream()
                .filter(it -> it.getValue() != 0)
                .map(it -> Words.lower(it.getKey()) + " " + Words.number(it.getValue()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }
}
