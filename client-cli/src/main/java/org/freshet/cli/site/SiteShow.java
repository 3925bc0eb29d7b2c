package org.freshet.cli.site;

import java.util.Map;
import java.util.stream.Collectors;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Sheet;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.SiteView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a site: its parameters, under the names that 'site set' takes, and its pilots.",
        footer = {"  freshet site show local"})
final class SiteShow extends ServerCommand {

    @Parameters(paramLabel = "NAME", description = "Name of the site.")
    private String name = "";

    SiteShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/sites/" + Segment.of(name));
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            print(answer.as(SiteView.class));
        }
        return ExitCode.OK;
    }

    private void print(SiteView site) {
        terminal().say(Tone.HEADING, "Site " + site.name() + ": " + (site.paused() ? "paused" : "active"));
        terminal().say("");
        var sheet = new Sheet(session.time().now())
                .line("paused because", site.pausedReason())
                .line("batch", site.batch())
                .line("mode", site.mode())
                .line("cap", site.cap())
                .line("reserve", site.reserve())
                .line("ramp", site.ramp())
                .line("heartbeatSeconds", site.heartbeatSeconds())
                .line("lifetimeSeconds", site.lifetimeSeconds())
                .line("idleSeconds", site.idleSeconds())
                .line("maxJobs", site.maxJobs())
                .line("drainGraceSeconds", site.drainGraceSeconds())
                .line("killGraceSeconds", site.killGraceSeconds())
                .line("payloadUser", site.payloadUser())
                .line("cores", site.cores())
                .line("memoryMb", site.memoryMb())
                .line("diskMb", site.diskMb())
                .line("tags", site.tags().isEmpty() ? null : String.join(",", site.tags()));
        site.env().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(it -> sheet.line("env." + it.getKey(), it.getValue()));
        sheet.line("pilots", pilots(site))
                .line("old secret until", site.oldSecretUntil() == null ? null : Words.time(site.oldSecretUntil()))
                .line("made", site.createdAt())
                .print(terminal());
    }

    private static String pilots(SiteView site) {
        var counts = site.pilots().entrySet().stream()
                .filter(it -> it.getValue() > 0)
                .map(it -> Words.number(it.getValue()) + " " + Words.lower(it.getKey()))
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "none" : counts;
    }
}
