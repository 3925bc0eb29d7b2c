package org.freshet.cli.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.freshet.protocol.BulkView;
import org.freshet.protocol.BulkView.Phase;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of all jobs that match: asks the server for a preview, shows it, and lets it be done to exactly those jobs.
 *
 * @param yes whether nobody is asked
 */
record BulkChange(Session session, boolean json, boolean yes) {

    private static final Duration STEP = Duration.ofMillis(500);

    /**
     * Does it.
     *
     * @param wish what is to be done, without the jobs
     * @param filters {@code NAME=VALUE} each
     */
    ExitCode run(ObjectNode wish, List<String> filters, String reason) {
        var filter = wish.putObject("filter");
        for (var each : filters) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new CommandFailure(
                        ExitCode.USAGE, "'" + each + "' is no filter: give NAME=VALUE, for example state=failed.");
            }
            var name = each.substring(0, equals);
            var value = each.substring(equals + 1);
            filter.put(name, filter.has(name) ? filter.path(name).asString() + "," + value : value);
        }
        var answer = session.server().post("/bulks", Json.MAPPER.writeValueAsBytes(wish));
        var preview = answer.as(BulkView.class);
        tell(preview);
        if (preview.open() == 0) {
            session.terminal().note("Nothing was changed.");
            return end(answer, ExitCode.OK);
        }
        ask(preview);
        var body = Json.MAPPER.createObjectNode().put("reason", reason);
        return follow(
                session.server().post("/bulks/" + preview.id() + "/confirm", Json.MAPPER.writeValueAsBytes(body)));
    }

    /** What it would be done to. It goes to stderr: stdout has what was done. */
    private void tell(BulkView preview) {
        var terminal = session.terminal();
        terminal.note(Words.count(preview.jobs(), "job") + " found: to " + Words.number(preview.open())
                + " it can be done, to " + Words.number(preview.refused()) + " it cannot.");
        for (var refusal : preview.refusals()) {
            terminal.note("  " + Words.number(refusal.jobs()) + ": " + refusal.why() + ", for example job "
                    + refusal.example());
        }
        if (preview.cut()) {
            terminal.note("There may be more that match: one change takes 100,000 jobs at most.");
        }
    }

    private void ask(BulkView preview) {
        if (yes) {
            return;
        }
        if (!session.terminal().interactive()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Nothing was changed: there is no terminal to ask on. Say --yes if you are sure.");
        }
        session.terminal()
                .note("Type the number of jobs, " + preview.open() + ", to " + Words.lower(preview.action())
                        + " them:");
        if (!Long.toString(preview.open()).equals(line().replace(",", ""))) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was changed: that is not their number.");
        }
    }

    private String line() {
        try {
            var line = new BufferedReader(new InputStreamReader(session.input(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "Nothing was changed: the answer cannot be read.", e);
        }
    }

    /** Until every job has its outcome. The server goes on whether somebody looks or not. */
    ExitCode follow(Answer first) {
        var answer = first;
        var bulk = answer.as(BulkView.class);
        while (bulk.phase() == Phase.RUNNING) {
            long settled = bulk.jobs() - bulk.open();
            session.terminal()
                    .progress(settled, bulk.jobs(), Words.number(settled) + " of " + Words.count(bulk.jobs(), "job"));
            session.time().pause(STEP);
            answer = session.server().get("/bulks/" + bulk.id());
            bulk = answer.as(BulkView.class);
        }
        session.terminal().endLive();
        if (!json) {
            session.terminal().say(result(bulk));
            bulk.refusals().stream()
                    .filter(BulkView.Refusal::tooLate)
                    .forEach(it -> session.terminal()
                            .note("  " + Words.number(it.jobs()) + ": " + it.why() + ", for example job "
                                    + it.example()));
        }
        if (bulk.undo() > 0) {
            session.terminal().note("For a short time it can be taken back: freshet job undo " + bulk.id());
        }
        return end(
                answer, bulk.refusals().stream().anyMatch(BulkView.Refusal::tooLate) ? ExitCode.CONFLICT : ExitCode.OK);
    }

    private static String result(BulkView bulk) {
        return "Change " + bulk.id() + ", " + Words.lower(bulk.action()) + ": done to " + Words.number(bulk.done())
                + " of " + Words.count(bulk.jobs(), "job") + ", not possible for " + Words.number(bulk.refused()) + ".";
    }

    private ExitCode end(Answer answer, ExitCode code) {
        if (json) {
            session.terminal().json(answer.bytes());
        }
        return code;
    }
}
