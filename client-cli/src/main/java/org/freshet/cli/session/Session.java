package org.freshet.cli.session;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.freshet.cli.text.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * One call: its surroundings, and the configuration file and the server, which are looked for when they are first needed.
 */
public final class Session {

    private final Map<String, String> environment;
    private final InputStream input;
    private final Time time;
    private Terminal terminal;
    private @Nullable String wantedServer;
    private @Nullable Colour wantedColour;
    private @Nullable ConfigFile config;
    private @Nullable Connection connection;
    private @Nullable Server server;

    public Session(Map<String, String> environment, InputStream input, Terminal terminal, Time time) {
        this.environment = Map.copyOf(environment);
        this.input = input;
        this.terminal = terminal;
        this.time = time;
    }

    /** @param nameOrUrl what {@code --server} says; absent = what environment and configuration file say */
    void wantServer(@Nullable String nameOrUrl) {
        wantedServer = nameOrUrl;
    }

    /** @param wanted what {@code --colour} says; absent = what environment and configuration file say */
    void wantColour(@Nullable Colour wanted) {
        wantedColour = wanted;
        terminal = switch (wanted == null ? usualColour() : wanted) {
            case ALWAYS -> terminal.withColours(true);
            case NEVER -> terminal.withColours(false);
            case AUTO -> terminal;
        };
    }

    private Colour usualColour() {
        return isSet("NO_COLOR") ? Colour.AUTO : config().colour().orElse(Colour.AUTO);
    }

    /** Who decides about colours. */
    public Setting colourInForce() {
        if (wantedColour != null) {
            return new Setting(wantedColour.word(), "--colour");
        }
        if (isSet("NO_COLOR")) {
            return new Setting(Colour.NEVER.word(), "NO_COLOR");
        }
        var file = config().colour();
        return file.map(it -> new Setting(it.word(), config().path().toString()))
                .orElse(new Setting(Colour.AUTO.word(), "default"));
    }

    /**
     * Something that is in force.
     *
     * @param source who said so, for people
     */
    public record Setting(String word, String source) {}

    /** A blank is a value, too: it is any value of NO_COLOR that counts. */
    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    public ConfigFile config() {
        if (config == null) {
            config = ConfigFile.from(environment, userHome());
        }
        return config;
    }

    /** Where the server is; nobody has asked it yet. */
    public Connection connection() {
        if (connection == null) {
            connection = new ConnectionSearch(environment, userHome(), config()).find(wantedServer);
        }
        return connection;
    }

    public Server server() {
        if (server == null) {
            server = new Server(connection(), time);
        }
        return server;
    }

    /** Where a server of this machine keeps its data, and this command what it must not lose. */
    public Path home() {
        return variable("FRESHET_HOME").map(Path::of).orElse(userHome().resolve(".freshet"));
    }

    /**
     * A file or directory of this machine that somebody named: an option, else the environment, else the configuration file.
     *
     * @param option as it was given; absent = it was not
     * @param key in the file, where {@code ~/} is the user's home and a relative path begins beside the file
     */
    public Optional<Path> path(@Nullable Path option, String variable, String key) {
        return Optional.ofNullable(option)
                .or(() -> variable(variable).map(Path::of))
                .or(() -> config().general(key).map(this::ofTheFile));
    }

    private Path ofTheFile(String path) {
        return path.startsWith("~/")
                ? userHome().resolve(path.substring(2))
                : config().path().resolveSibling(path);
    }

    private static Path userHome() {
        return Path.of(System.getProperty("user.home", "."));
    }

    public InputStream input() {
        return input;
    }

    public Terminal terminal() {
        return terminal;
    }

    public Time time() {
        return time;
    }

    /** A variable of the environment; an empty one counts as unset. */
    public Optional<String> variable(String name) {
        return ConfigFile.value(environment, name);
    }

    /** Whether stack traces are wanted. */
    public boolean debug() {
        return "1".equals(environment.get("FRESHET_DEBUG"));
    }
}
