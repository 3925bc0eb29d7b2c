package org.freshet.cli.pilot;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.cli.job.JobTable;
import org.freshet.cli.session.EventTable;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Sheet;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.PilotDetail;
import org.freshet.protocol.PilotView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Show a pilot: what it offers, the jobs it ran, its history.",
        footer = {"  freshet pilot show 3"})
final class PilotShow extends ServerCommand {

    @Parameters(paramLabel = "ID", description = "Number or UUID of the pilot.")
    private IdArgument id = new IdArgument("");

    PilotShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        var answer = server().get("/pilots/" + id);
        if (json()) {
            terminal().json(answer.bytes());
        } else {
            print(answer.as(PilotDetail.class));
        }
        return ExitCode.OK;
    }

    private void print(PilotDetail detail) {
        var pilot = detail.pilot();
        terminal().say(Tone.HEADING, "Pilot " + pilot.id() + ": " + Words.lower(pilot.state()));
        terminal().say("");
        attributes(pilot).print(terminal());
        if (!detail.jobs().isEmpty()) {
            terminal().say("");
            JobTable.of(detail.jobs(), session.time().now()).print(terminal());
        }
        new EventTable(detail.history()).print(terminal());
    }

    private Sheet attributes(PilotView pilot) {
        return new Sheet(session.time().now())
                .line("site", pilot.site())
                .line("state", PilotWords.state(pilot.state()))
                .line("reason", pilot.reason())
                .line("host", pilot.host())
                .line("process", pilot.pid())
                .line("batch job", pilot.batchId())
                .line("version", pilot.version())
                .line("payloads", pilot.payloadsRunAs())
                .line(
                        "holds",
                        pilot.job() == null
                                ? null
                                : "job " + pilot.job().job() + ", attempt "
                                        + pilot.job().attempt())
                .line("jobs done", Words.number(pilot.jobsDone()))
                .line("cores", pilot.cores())
                .line("memory", Words.number(pilot.memoryMb()) + " MB")
                .line("disk", Words.number(pilot.diskMb()) + " MB")
                .line("machine", machine(pilot.machine()))
                .line("tags", String.join(", ", pilot.tags()))
                .line("submitted", pilot.submittedAt())
                .line("registered", pilot.registeredAt())
                .line("heard of", pilot.lastSeenAt())
                .line("lease until", pilot.leaseUntil() == null ? null : Words.time(pilot.leaseUntil()))
                .line("lives until", pilot.endsAt() == null ? null : Words.time(pilot.endsAt()))
                .line("ended", pilot.endedAt());
    }

    /** As far as the pilot said it: {@code load 7.9, 8 processors, 25,600 of 65,536 MB memory free}. */
    private static @Nullable String machine(@Nullable MachineState machine) {
        if (machine == null) {
            return null;
        }
        var load = machine.load();
        var free = machine.freeMemoryMb();
        var all = machine.memoryMb();
        var disk = machine.freeDiskMb();
        return Stream.of(
                        load == null ? "" : String.format(Locale.ROOT, "load %.1f", load),
                        machine.processors() == null ? "" : machine.processors() + " processors",
                        free == null
                                ? ""
                                : Words.number(free) + (all == null ? "" : " of " + Words.number(all))
                                        + " MB memory free",
                        disk == null ? "" : Words.number(disk) + " MB disk free")
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
