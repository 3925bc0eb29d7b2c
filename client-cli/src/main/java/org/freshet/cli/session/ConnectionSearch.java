package org.freshet.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Finds out which server a call is for and which token it may be shown. What stands first in {@link Connection} wins. */
final class ConnectionSearch {

    private static final String DEFAULT_PORT = "8080";

    private final Map<String, String> environment;
    private final Path userHome;
    private final ConfigFile config;
    private final Path home;

    ConnectionSearch(Map<String, String> environment, Path userHome, ConfigFile config) {
        this.environment = environment;
        this.userHome = userHome;
        this.config = config;
        this.home = variable("FRESHET_HOME").map(Path::of).orElse(userHome.resolve(".freshet"));
    }

    /** Something and who said it. */
    private record Told(String value, String source) {}

    /**
     * The token of the environment is for no server in particular: whoever names one on the command line does not mean to send
     * it there.
     *
     * @param wanted name of a server in the configuration file, or a URL
     */
    Connection find(@Nullable String wanted) {
        var told = told(wanted);
        var recorded = recordedUrl(told.isEmpty());
        var url = told.or(() -> recorded.map(it -> new Told(it, recordFile().toString())))
                .orElseGet(this::ofThisMachine);
        String normalised = Connection.normalised(url.value);
        boolean isRecorded =
                recorded.map(Connection::normalised).filter(normalised::equals).isPresent();
        boolean byName = wanted != null && !wanted.contains("://");
        return ownToken(wanted)
                .or(() -> tokenOfFile(normalised))
                .map(token ->
                        new Connection(normalised, url.source, sendable(token.value, token.source), token.source, ""))
                .orElseGet(() ->
                        isRecorded ? withAdminToken(normalised, url.source) : unknown(normalised, url.source, byName));
    }

    /** What names a server before the record of this machine's own is asked. */
    private Optional<Told> told(@Nullable String wanted) {
        if (wanted != null) {
            return Optional.of(named(wanted, "--server"));
        }
        var url = variable("FRESHET_URL").map(it -> new Told(it, "FRESHET_URL"));
        var server = variable("FRESHET_SERVER").map(it -> named(it, "FRESHET_SERVER"));
        // who sets these means the server of this machine
        boolean local =
                variable("FRESHET_HOME").isPresent() || variable("FRESHET_PORT").isPresent();
        return url.or(() -> server).or(() -> local ? Optional.empty() : ofTheFile());
    }

    private Optional<Told> ofTheFile() {
        var name = config.general("server");
        return name.isPresent()
                ? name.map(it -> named(it, config.path().toString()))
                : config.general("url").map(it -> new Told(it, config.path().toString()));
    }

    private Told named(String nameOrUrl, String source) {
        if (nameOrUrl.contains("://")) {
            return new Told(nameOrUrl, source);
        }
        var entry = config.server(nameOrUrl);
        return new Told(entry.value("url").orElseThrow(), config.placeOf(entry) + ", named by " + source);
    }

    private Told ofThisMachine() {
        return variable("FRESHET_PORT")
                .map(port -> new Told("http://127.0.0.1:" + port, "FRESHET_PORT"))
                .orElse(new Told("http://127.0.0.1:" + DEFAULT_PORT, "default"));
    }

    /** The token of the name if there is one, else that of the environment. */
    private Optional<Told> ownToken(@Nullable String wanted) {
        return wanted == null || wanted.contains("://")
                ? variable("FRESHET_TOKEN").map(it -> new Told(it, "FRESHET_TOKEN"))
                : token(config.server(wanted));
    }

    /** The token of the file goes to the url that stands beside it and to no other. */
    private Optional<Told> tokenOfFile(String url) {
        return config.entries().stream()
                .filter(it -> it.value("url")
                        .map(Connection::normalised)
                        .filter(url::equals)
                        .isPresent())
                .flatMap(it -> token(it).stream())
                .findFirst();
    }

    private Optional<Told> token(ConfigFile.Entry entry) {
        return entry.value("token")
                .map(it -> new Told(it, config.placeOf(entry)))
                .or(() -> entry.value("token-file").map(this::tokenIn));
    }

    private Told tokenIn(String file) {
        var path = file.startsWith("~/")
                ? userHome.resolve(file.substring(2))
                : config.path().resolveSibling(file);
        try {
            OwnersFile.check(path);
            return new Told(Files.readString(path), path.toString());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, path + ", which " + config.path() + " names as token-file, cannot be read.", e);
        }
    }

    private Connection withAdminToken(String url, String source) {
        var file = home.resolve("admin.token");
        return adminToken(file)
                .map(token -> new Connection(url, source, sendable(token, file.toString()), file.toString(), ""))
                .orElseGet(() -> new Connection(
                        url, source, null, "", "No token was sent: " + file + " cannot be read; set FRESHET_TOKEN."));
    }

    private Connection unknown(String url, String source, boolean byName) {
        return new Connection(
                url,
                source,
                null,
                "",
                "No token was sent, because " + recordFile() + " does not name this server: "
                        + (byName ? "" : "set FRESHET_TOKEN, or ") + "write the token with its url into "
                        + config.path()
                        + ".");
    }

    private Path recordFile() {
        return home.resolve("server.json");
    }

    private Optional<String> recordedUrl(boolean needed) {
        try {
            byte[] content = Files.readAllBytes(recordFile());
            var url = Json.MAPPER.readTree(content).path("url").asString("");
            return Optional.of(url).filter(text -> !text.isBlank());
        } catch (IOException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            if (!needed) {
                return Optional.empty();
            }
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    recordFile() + " is not readable as JSON, so the server's address is not known: set FRESHET_URL, or"
                            + " start the server again.",
                    e);
        }
    }

    private static Optional<String> adminToken(Path file) {
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String sendable(String token, String source) {
        String stripped = token.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "The token in " + source + " is empty, or holds a blank or a character that cannot be sent.");
        }
        return stripped;
    }

    private Optional<String> variable(String name) {
        return ConfigFile.value(environment, name);
    }
}
