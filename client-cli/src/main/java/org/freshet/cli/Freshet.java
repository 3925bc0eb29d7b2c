package org.freshet.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.cli.account.AuditCommand;
import org.freshet.cli.account.TokenCommands;
import org.freshet.cli.account.UserCommands;
import org.freshet.cli.account.WhoAmICommand;
import org.freshet.cli.alarm.AlarmCommands;
import org.freshet.cli.dag.DagCommands;
import org.freshet.cli.database.DatabaseCommands;
import org.freshet.cli.dataset.DatasetCommands;
import org.freshet.cli.datatype.DataTypeCommands;
import org.freshet.cli.host.HostCommands;
import org.freshet.cli.job.JobCommands;
import org.freshet.cli.job.JobExplain;
import org.freshet.cli.job.RunLocal;
import org.freshet.cli.job.Validate;
import org.freshet.cli.job.Variable;
import org.freshet.cli.jobtype.TypeCommands;
import org.freshet.cli.pilot.PilotCommands;
import org.freshet.cli.pool.PoolCommands;
import org.freshet.cli.servicelog.LogCommands;
import org.freshet.cli.session.Colour;
import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.DurationArgument;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Subcommands;
import org.freshet.cli.session.Time;
import org.freshet.cli.session.WordArgument;
import org.freshet.cli.site.SiteCommands;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.workflow.WorkflowCommands;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.AlarmState;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.WorkflowState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command {@code freshet}. */
@Command(
        name = "freshet",
        description = "Submits jobs to Freshet, and shows and changes what is there.",
        versionProvider = Freshet.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  FRESHET_URL     the server (default: that of the configuration file, else the one recorded",
            "                  in FRESHET_HOME, else http://127.0.0.1:FRESHET_PORT)",
            "  FRESHET_SERVER  the server by its name in the configuration file",
            "  FRESHET_TOKEN   token for changes (default: that of the configuration file, else the one in",
            "                  FRESHET_HOME, each for its own server only)",
            "  FRESHET_CONFIG  the configuration file (default: ~/.config/freshet/config)",
            "  FRESHET_HOME    where a server on this machine keeps its data (default: ~/.freshet)",
            "  FRESHET_PORT    default 8080",
            "  FRESHET_TRUSTSTORE",
            "                  file with who signs the server's certificate, if no public authority does",
            "  FRESHET_DEBUG   1 prints stack traces",
            "  NO_COLOR        no colours, whatever its value",
            "",
            "Examples:",
            "  freshet job submit monitor.json --wait",
            "  freshet job list --state failed",
            "  freshet explain 12",
            "  freshet job log 12 --follow"
        })
public final class Freshet extends DocumentedCommand {

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    private Freshet() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        var session = session();
        int code = run(session, arguments);
        session.terminal().out().flush();
        session.terminal().err().flush();
        System.exit(code);
    }

    /** With what this process has. */
    static Session session() {
        var environment = System.getenv();
        boolean watched = isTerminal();
        boolean coloured = watched
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        var terminal = new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                watched && isErrTerminal(),
                coloured,
                watched ? width(environment) : 0);
        return new Session(environment, System.in, terminal, Time.ofThisMachine());
    }

    /** The start script asks the terminal; 0 if it could not. */
    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 0;
    }

    /** Whether both stdin and stdout are one. */
    @SuppressWarnings("SystemConsoleNull") // the JDK's own console, the default from 25 on, is null elsewhere
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** Stderr is not asked by the JDK's console. Where the system does not tell, it is one. */
    private static boolean isErrTerminal() {
        try {
            var device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return true;
        }
    }

    /** Runs one command in this process. */
    static int run(Session session, String... arguments) {
        return commandLine(session, arguments).execute(arguments);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    /** The command with those of its subcommands that this call needs. */
    static CommandLine commandLine(Session session, String... arguments) {
        var root = new CommandLine(new Freshet());
        boolean aboutAll = arguments.length > 0 && List.of("help", "completion").contains(arguments[0]);
        var words = aboutAll ? List.<String>of() : List.of(arguments);
        return prepared(commands(session, root, words).addTo(root, words), session);
    }

    private static Subcommands commands(Session session, CommandLine root, List<String> words) {
        var rest = words.isEmpty() ? words : words.subList(1, words.size());
        return new Subcommands()
                .with("job", () -> JobCommands.of(session, rest))
                .with("workflow", () -> WorkflowCommands.of(session, rest))
                .with("dataset", () -> DatasetCommands.of(session, rest))
                .with("pilot", () -> PilotCommands.of(session, rest))
                .with("host", () -> HostCommands.of(session, rest))
                .with("pool", () -> PoolCommands.of(session, rest))
                .with("site", () -> SiteCommands.of(session, rest))
                .with("type", () -> TypeCommands.of(session, rest))
                .with("dag", () -> DagCommands.of(session, rest))
                .with("datatype", () -> DataTypeCommands.of(session, rest))
                .with("log", () -> LogCommands.of(session, rest))
                .with("alarm", () -> AlarmCommands.of(session, rest))
                .with("db", () -> DatabaseCommands.of(session, rest))
                .with("summary", () -> new SummaryCommand(session))
                .with("explain", () -> new JobExplain(session))
                .with("validate", () -> new Validate(session))
                .with("run-local", () -> new RunLocal(session))
                .with("open", () -> new OpenCommand(session))
                .with("purge", () -> new PurgeCommand(session))
                .with("user", () -> UserCommands.of(session, rest))
                .with("token", () -> TokenCommands.of(session, rest))
                .with("whoami", () -> new WhoAmICommand(session))
                .with("audit", () -> new AuditCommand(session))
                .with("config", () -> new ConfigCommand(session))
                .with("completion", () -> new CompletionCommand(root))
                .with("help", () -> new HelpCommand(root));
    }

    private static CommandLine prepared(CommandLine root, Session session) {
        var failures = new FailureSentences(session);
        var terminal = session.terminal();
        root.registerConverter(Duration.class, DurationArgument::parse)
                .registerConverter(IdArgument.class, IdArgument::parse)
                .registerConverter(IdRange.class, IdRange::parse)
                .registerConverter(JobState.class, new WordArgument<>("state", JobState.class))
                .registerConverter(PilotState.class, new WordArgument<>("state", PilotState.class))
                .registerConverter(WorkflowState.class, new WordArgument<>("state", WorkflowState.class))
                .registerConverter(DatasetState.class, new WordArgument<>("state", DatasetState.class))
                .registerConverter(AlarmState.class, new WordArgument<>("state", AlarmState.class))
                .registerConverter(AlarmSeverity.class, new WordArgument<>("severity", AlarmSeverity.class))
                .registerConverter(AlarmRule.class, new WordArgument<>("rule", AlarmRule.class))
                .registerConverter(FailureReason.class, new WordArgument<>("reason", FailureReason.class))
                .registerConverter(
                        CompletionCommand.Shell.class, new WordArgument<>("shell", CompletionCommand.Shell.class))
                .registerConverter(Colour.class, new WordArgument<>("colour", Colour.class))
                .registerConverter(Variable.class, Variable::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(Help.defaultColorScheme(terminal.coloured() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setUsageHelpWidth(100);
        root.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        return root;
    }

    private static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(" " + code.number(), code.meaning()));
        return codes;
    }

    /** Of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Freshet.class.getPackage().getImplementationVersion();
            return new String[] {"freshet " + (version == null ? "(not packed)" : version)};
        }
    }
}
