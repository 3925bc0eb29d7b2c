package org.freshet.cli.pool;

import java.time.Duration;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.KnownNames;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Table;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PoolStanding;
import org.freshet.protocol.PoolTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Say how the pool came to the number of pilots that it ordered for a site last: every term, the jobs that want"
                    + " them, what limited it, and what to do.",
            "The terms are those of the service log."
        },
        footer = {"  freshet pool explain np04", "  freshet pool explain np04 --json | jq .run.terms"})
final class PoolExplain extends ServerCommand {

    @Parameters(paramLabel = "SITE", description = "Name of the site.")
    private String site = "";

    PoolExplain(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = ask();
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            print(answer.as(PoolStanding.class));
        }
        return ExitCode.OK;
    }

    private Answer ask() {
        try {
            return server().get("/pool/" + Segment.of(site));
        } catch (CommandFailure failure) {
            if (failure.code() != ExitCode.NOT_FOUND) {
                throw failure;
            }
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    new KnownNames(server())
                            .hint("site", "/sites", site)
                            .orElse("The pool of site " + site + " was never calculated. Next step: freshet pool run "
                                    + site),
                    failure);
        }
    }

    private void print(PoolStanding standing) {
        var now = session.time().now();
        var run = standing.run();
        terminal().say(PoolWords.tone(run), run.sentence());
        PoolWords.order(run, session.connection().url()).ifPresent(terminal()::say);
        terminal()
                .say("So since " + Words.time(standing.since()) + " (" + Words.age(standing.since(), now)
                        + "), last found " + Words.age(standing.at(), now) + " ago by " + standing.by() + ".");
        if (standing.notice() != null) {
            terminal().say(Tone.WARNING, standing.notice());
        }
        var terms = run.terms();
        if (terms != null) {
            terminal().say("");
            table(terms).print(terminal());
            if (!terms.classes().isEmpty()) {
                terminal().say("");
                classes(terms).print(terminal());
            }
        }
        var advice = PoolAdvice.of(standing, now);
        if (!advice.isEmpty()) {
            terminal().say("");
            advice.forEach(terminal()::say);
        }
    }

    private static Table table(PoolTerms terms) {
        boolean demand = !terms.mode().equals("FIXED");
        var table = Table.of("TERM", ">NUMBER", "IS");
        if (demand) {
            row(table, "waiting", terms.waiting(), "jobs that wait and suit the site");
            row(table, "demand", terms.demand(), "pilots that these jobs want");
            row(table, "reserve", terms.reserve(), "idle pilots wanted beyond that");
        }
        row(table, "want", terms.want(), demand ? "demand + reserve" : "the cap: the site has a fixed size");
        row(
                table,
                "usable",
                terms.usable(),
                demand ? "pilots that can take such a job now or soon" : "pilots that work");
        row(table, "queued", terms.queued(), "pilots that wait in the batch system or are about to start");
        row(table, "have", terms.have(), "usable + queued");
        row(table, "total", terms.total(), "all that is not proven gone, never more than the cap");
        row(table, "held", terms.held(), "slots that the batch system holds");
        row(table, "cap", terms.cap(), "most pilots at once");
        row(table, "ramp", terms.ramp(), "most pilots submitted in one calculation");
        row(table, "submit", terms.submit(), "want - have, within the limits");
        table.row("limit", "", terms.limit().equals("none") ? "none: no limit made it fewer" : terms.limit());
        return table;
    }

    private static void row(Table table, String term, long number, String meaning) {
        table.row(term, Words.number(number), meaning);
    }

    private static Table classes(PoolTerms terms) {
        var table = Table.of("TYPE", ">WAITING", ">RUNNABLE", ">TYPICAL", ">JOBS PER PILOT", ">PILOTS");
        for (var one : terms.classes()) {
            table.row(
                    one.jobtype(),
                    Words.number(one.waiting()),
                    Words.number(one.runnable()),
                    one.typicalSeconds() == null
                            ? "not known"
                            : Words.duration(Duration.ofMillis(Math.round(one.typicalSeconds() * 1000))),
                    Words.number(one.jobsPerPilot()),
                    Words.number(one.pilots()));
        }
        return table;
    }
}
