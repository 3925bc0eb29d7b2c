package org.freshet.pilot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.freshet.pilot.payload.PayloadLauncher;
import org.freshet.pilot.platform.PilotLog;
import org.freshet.pilot.talk.Calls;
import org.freshet.pilot.talk.Conversation;
import org.freshet.pilot.talk.RemoteServer;
import org.freshet.pilot.talk.Timing;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** The pilot's program. */
@Command(
        name = "pilot",
        mixinStandardHelpOptions = true,
        versionProvider = PilotMain.Version.class,
        exitCodeOnExecutionException = 12,
        description =
                "Occupies a batch slot: asks a Freshet server for jobs and runs their payloads one after another.",
        footer = {
            "",
            "Exit codes:",
            "   0 normal",
            "   1 no server could be reached",
            "   2 refused: site secret, protocol version, host (it is banned) or token",
            "   3 something other than Freshet answered",
            "   4 no longer let in",
            "  10 usage, or no site secret",
            "  11 work directory unusable, or no process can be started",
            "  12 a fault of the pilot itself",
            "  13 payloads cannot be run as the user that the site wants"
        })
final class PilotMain implements Callable<Integer> {

    /** What a pilot says of its lifetime before its site has set one. */
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    @Mixin
    private final PilotOptions options = new PilotOptions();

    private final PilotLog log = new PilotLog(System.err);

    public static void main(String[] args) {
        boolean local = args.length == 1 && args[0].equals(LocalRunner.WORD);
        System.exit(local ? LocalRunner.runOrdered() : commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new PilotMain()).setParameterExceptionHandler((problem, args) -> {
            var err = problem.getCommandLine().getErr();
            err.println(problem.getMessage());
            err.println("See pilot --help.");
            err.flush();
            return ExitCode.USAGE.number();
        });
    }

    @Override
    public Integer call() throws InterruptedException {
        return start().number();
    }

    private ExitCode start() throws InterruptedException {
        var slot = options.slot();
        var addresses = options.servers();
        var secretSource = options.secret();
        options.nonce(); // checked before anything is touched
        if (!isUsable(slot.work())) {
            return ExitCode.WORK_DIRECTORY;
        }
        String secret;
        try {
            secret = secretSource.read(System.in);
        } catch (IOException e) {
            log.say("The site's secret could not be read: " + e.getMessage());
            return ExitCode.USAGE;
        }
        var timing = Timing.standard();
        var calls = new Calls(new RemoteServer(), addresses, secret, timing);
        try (var launcher = new PayloadLauncher(System.getenv(), log)) {
            return run(new Pilot(
                    slot,
                    launcher,
                    timing,
                    log,
                    listener -> new Conversation(calls, () -> registration(slot), log, listener)));
        }
    }

    private Registration registration(Slot slot) {
        return new Registration(
                Protocol.VERSION,
                options.site(),
                options.nonce(),
                Machine.host(),
                ProcessHandle.current().pid(),
                options.batchId(),
                Version.ofThisProgram(),
                Machine.user(),
                slot.offer(NO_LIMIT));
    }

    private boolean isUsable(Path work) {
        try {
            Files.createDirectories(work);
            Files.delete(Files.createTempFile(work, ".pilot", ""));
            return true;
        } catch (IOException e) {
            log.say("The work directory " + work + " cannot be used (" + e + "). Give another one with --work.");
            return false;
        }
    }

    /** A signal makes the pilot leave in order; the program then ends with the pilot's code, not with the signal's. */
    private static ExitCode run(Pilot pilot) throws InterruptedException {
        var left = new CompletableFuture<ExitCode>();
        var onSignal = new Thread(
                () -> {
                    if (!left.isDone()) {
                        pilot.terminate();
                        Runtime.getRuntime().halt(left.join().number());
                    }
                },
                "leave on signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            left.complete(pilot.run());
        } finally {
            left.complete(ExitCode.FAULT);
        }
        return left.join();
    }

    /** The version from the program's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"pilot " + ofThisProgram() + ", protocol " + Protocol.VERSION};
        }

        static String ofThisProgram() {
            String version = PilotMain.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
