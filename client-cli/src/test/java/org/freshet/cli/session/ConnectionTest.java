package org.freshet.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTest {

    @TempDir
    Path userHome;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(userHome.resolve(".freshet"));
    }

    @Test
    void goesToTheDefaultPortOfThisMachineWithoutAToken() throws IOException {
        writeToken("secret");

        var connection = from(Map.of());

        assertThat(connection.url()).isEqualTo("http://127.0.0.1:8080");
        assertThat(connection.token()).isNull();
        assertThat(connection.withoutToken()).contains(home.toString()).contains("FRESHET_TOKEN");
    }

    @Test
    void goesToThePortOfTheEnvironment() {
        assertThat(from(Map.of("FRESHET_PORT", "9999")).url()).isEqualTo("http://127.0.0.1:9999");
    }

    @Test
    void goesToTheRecordedServerWithItsToken() throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret\n");

        var connection = from(Map.of("FRESHET_PORT", "9999"));

        assertThat(connection.url()).isEqualTo("http://127.0.0.1:8123");
        assertThat(connection.token()).isEqualTo("secret");
    }

    @Test
    void looksInTheHomeOfTheEnvironment(@TempDir Path other) throws IOException {
        record("http://127.0.0.1:8123");
        Files.writeString(other.resolve("server.json"), "{\"url\": \"http://127.0.0.1:8124\"}");
        Files.writeString(other.resolve("admin.token"), "other");

        var connection = from(Map.of("FRESHET_HOME", other.toString()));

        assertThat(connection.url()).isEqualTo("http://127.0.0.1:8124");
        assertThat(connection.token()).isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8123",
                "http://127.0.0.1:8123/",
                "HTTP://LOCALHOST:8123",
                "http://localhost:8123//",
                " http://127.0.0.1:8123 "
            })
    void showsTheTokenToTheRecordedServerHoweverItIsSpelt(String url) throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");

        var connection = from(Map.of("FRESHET_URL", url));

        assertThat(connection.url()).isEqualTo("http://127.0.0.1:8123");
        assertThat(connection.token()).isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8124",
                "https://127.0.0.1:8123",
                "http://[::1]:8123",
                "http://127.0.0.1:8123/other",
                "http://127.0.0.1",
                "http://127.0.0.1.evil.example:8123",
                "http://evil.example:8123"
            })
    void neverShowsTheTokenToAnotherServer(String url) throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");

        assertThat(from(Map.of("FRESHET_URL", url)).token()).isNull();
    }

    @Test
    void neverShowsTheTokenWhereNoServerIsRecorded() throws IOException {
        writeToken("secret");

        assertThat(from(Map.of("FRESHET_URL", "http://127.0.0.1:8080")).token()).isNull();
    }

    @Test
    void prefersTheTokenOfTheEnvironmentForAnyServer() throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");

        assertThat(from(Map.of("FRESHET_TOKEN", " mine ")).token()).isEqualTo("mine");
        assertThat(from(Map.of("FRESHET_TOKEN", "mine", "FRESHET_URL", "https://far.example"))
                        .token())
                .isEqualTo("mine");
    }

    @Test
    void takesEmptyVariablesAsUnset() throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");

        var connection = from(Map.of("FRESHET_URL", "", "FRESHET_TOKEN", "", "FRESHET_HOME", "", "FRESHET_PORT", ""));

        assertThat(connection.url()).isEqualTo("http://127.0.0.1:8123");
        assertThat(connection.token()).isEqualTo("secret");
    }

    @Test
    void prefersTheServerOfTheFileToTheRecordedOne() throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");
        configure("url = https://far.example\ntoken = of-the-file");

        var connection = from(Map.of());

        assertThat(connection.url()).isEqualTo("https://far.example");
        assertThat(connection.token()).isEqualTo("of-the-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FRESHET_HOME", "FRESHET_PORT"})
    void staysOnThisMachineWhenTheEnvironmentSaysSo(String variable) throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");
        configure("url = https://far.example\ntoken = of-the-file");

        var connection = from(Map.of(variable, variable.equals("FRESHET_HOME") ? home.toString() : "8123"));

        assertThat(connection.url()).isEqualTo("http://127.0.0.1:8123");
        assertThat(connection.token()).isEqualTo("secret");
    }

    @Test
    void showsTheTokenOfTheFileToItsOwnServerOnly() throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");
        configure("url = https://far.example\ntoken = of-far\n[near]\nurl = https://near.example/\ntoken = of-near");

        assertThat(from(Map.of("FRESHET_URL", "https://FAR.example:443")).token())
                .isEqualTo("of-far");
        assertThat(from(Map.of("FRESHET_URL", "https://near.example")).token()).isEqualTo("of-near");
        assertThat(from(Map.of("FRESHET_SERVER", "near")).token()).isEqualTo("of-near");
        assertThat(from(Map.of("FRESHET_URL", "http://127.0.0.1:8123")).token()).isEqualTo("secret");
        for (String other : List.of(
                "http://far.example",
                "https://far.example:8443",
                "https://far.example/x",
                "https://far.example.evil.example")) {
            assertThat(from(Map.of("FRESHET_URL", other)).token()).as(other).isNull();
        }
    }

    @Test
    void neverShowsTheAdminTokenToAServerOfTheFile() throws IOException {
        record("http://127.0.0.1:8123");
        writeToken("secret");
        configure("url = https://far.example\n[near]\nurl = https://near.example");

        assertThat(from(Map.of()).token()).isNull();
        assertThat(from(Map.of("FRESHET_SERVER", "near")).token()).isNull();
        assertThat(find("near", Map.of()).token()).isNull();
    }

    @Test
    void neverShowsTheTokenOfTheEnvironmentToAServerThatIsNamed() throws IOException {
        configure("[near]\nurl = https://near.example\ntoken = of-near\n[open]\nurl = https://open.example\n"
                + "[same]\nurl = https://near.example");

        assertThat(find("near", Map.of("FRESHET_TOKEN", "mine")).token()).isEqualTo("of-near");
        var open = find("open", Map.of("FRESHET_TOKEN", "mine"));
        assertThat(open.token()).isNull();
        assertThat(open.withoutToken()).contains("write the token with its url").doesNotContain("FRESHET_TOKEN");
        assertThat(find("same", Map.of("FRESHET_TOKEN", "mine")).token()).isEqualTo("of-near");
        assertThat(find("https://open.example", Map.of("FRESHET_TOKEN", "mine")).token())
                .isEqualTo("mine");
        assertThat(from(Map.of("FRESHET_SERVER", "near", "FRESHET_TOKEN", "mine"))
                        .token())
                .isEqualTo("mine");
    }

    @Test
    void prefersTheOptionToTheEnvironmentAndThatToTheFile() throws IOException {
        configure("server = near\n[near]\nurl = https://near.example\n[far]\nurl = https://far.example");

        assertThat(from(Map.of()).url()).isEqualTo("https://near.example");
        assertThat(from(Map.of("FRESHET_SERVER", "far")).url()).isEqualTo("https://far.example");
        assertThat(from(Map.of("FRESHET_SERVER", "far", "FRESHET_URL", "http://u.example"))
                        .url())
                .isEqualTo("http://u.example");
        assertThat(find("far", Map.of("FRESHET_URL", "http://u.example")).url()).isEqualTo("https://far.example");
        assertThat(find("http://v.example", Map.of("FRESHET_URL", "http://u.example"))
                        .url())
                .isEqualTo("http://v.example");
    }

    @Test
    void readsATokenFromAFileOfItsOwnIfNobodyElseCan() throws IOException {
        configure("url = https://far.example\ntoken-file = far.token");
        var token = Files.writeString(userHome.resolve(".config/freshet/far.token"), "of-far\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));

        assertThat(from(Map.of()).token()).isEqualTo("of-far");

        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> from(Map.of())).hasMessageContaining("chmod 600 " + token);
    }

    @Test
    void looksForTheFileWhereTheDesktopKeepsSuchFiles(@TempDir Path other) throws IOException {
        Files.createDirectories(other.resolve("freshet"));
        Files.writeString(other.resolve("freshet/config"), "url = https://xdg.example");

        assertThat(from(Map.of("XDG_CONFIG_HOME", other.toString())).url()).isEqualTo("https://xdg.example");
    }

    @Test
    void goesWithoutATokenThatCannotBeRead() throws IOException {
        record("http://127.0.0.1:8123");

        var connection = from(Map.of());

        assertThat(connection.token()).isNull();
        assertThat(connection.withoutToken()).contains("admin.token");
    }

    @Test
    void refusesATokenThatCannotBeSent() {
        assertThatThrownBy(() -> from(Map.of("FRESHET_TOKEN", "a\r\nHost: evil")))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageNotContaining("evil");
    }

    @Test
    void namesARecordItCannotRead() throws IOException {
        Files.writeString(home.resolve("server.json"), "{");

        assertThatThrownBy(() -> from(Map.of())).hasMessageContaining("server.json");
        assertThat(from(Map.of("FRESHET_URL", "http://127.0.0.1:1")).token()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://Far.Example:443/, https://far.example",
        "http://far.example:80/base/, http://far.example/base",
        "http://[::1]:8080, http://[::1]:8080"
    })
    void knowsOneSpellingOfAUrl(String given, String normalised) {
        assertThat(Connection.normalised(given)).isEqualTo(normalised);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "far.example",
                "ftp://far.example",
                "http://",
                "http://a:b@far.example",
                "http://x y"
            })
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> Connection.normalised(url)).isInstanceOf(CommandFailure.class);
    }

    private Connection from(Map<String, String> environment) {
        return Connection.from(environment, userHome);
    }

    private Connection find(String server, Map<String, String> environment) {
        return new ConnectionSearch(environment, userHome, ConfigFile.from(environment, userHome)).find(server);
    }

    private void configure(String content) throws IOException {
        var directory = Files.createDirectories(userHome.resolve(".config/freshet"));
        var file = Files.writeString(directory.resolve("config"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void record(String url) throws IOException {
        Files.writeString(home.resolve("server.json"), "{\"url\": \"" + url + "\", \"pid\": 123, \"instance\": \"x\"}");
    }

    private void writeToken(String token) throws IOException {
        Files.writeString(home.resolve("admin.token"), token);
    }
}
