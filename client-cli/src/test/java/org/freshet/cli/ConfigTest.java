package org.freshet.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration file, as the commands see it. What it means for the token is in ConnectionTest. */
class ConfigTest {

    @TempDir
    Path directory;

    private ContractServer server;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        file = directory.resolve("config");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsWhatIsInForceAndWhoSaysSo() throws IOException {
        write("url = " + server.url() + "\ntoken = very-secret\ncolour = never\n");

        var result = freshet().run("config");

        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualToNormalizingWhitespace("SETTING VALUE FROM url %1$s %2$s token set %2$s colour never %2$s"
                        .formatted(server.url(), file));
        assertThat(result.err()).isEqualTo("The configuration file is " + file + ".\n");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void neverPrintsTheToken() throws IOException {
        write("url = " + server.url() + "\ntoken = very-secret\n");

        for (var arguments : new String[][] {{"config"}, {"config", "--json"}, {"config", "--colour", "always"}}) {
            var result = freshet().with("FRESHET_DEBUG", "1").run(arguments);
            assertThat(result.out() + result.err()).doesNotContain("very-secret");
        }
        assertThat(freshet()
                        .run("config", "--json")
                        .json()
                        .path("token")
                        .path("value")
                        .asString())
                .isEqualTo("set");
    }

    @Test
    void saysWhyThereIsNoToken() throws IOException {
        write("url = https://far.example\n");

        var shown = freshet().run("config", "--json").json();

        assertThat(shown.path("url").path("value").asString()).isEqualTo("https://far.example");
        assertThat(shown.path("token").path("value").asString()).isEqualTo("none");
        assertThat(shown.path("token").path("from").asString()).startsWith("No token was sent");
        assertThat(shown.path("file").path("exists").asBoolean()).isTrue();
    }

    @Test
    void asksTheServerThatIsNamed() throws IOException {
        write("url = http://127.0.0.1:9\n[np04]\nurl = " + server.url() + "\ntoken = " + ContractServer.TOKEN + "\n");
        server.job(12, "evdisp", "RUNNING", "");

        assertThat(freshet().run("job", "cancel", "12", "--server", "np04").code())
                .isZero();
        assertThat(freshet()
                        .with("FRESHET_SERVER", "np04")
                        .run("job", "retry", "12")
                        .code())
                .isZero();
        assertThat(freshet()
                        .run("open", "12", "--server", "https://far.example")
                        .out())
                .isEqualTo("https://far.example/jobs/12\n");
    }

    @Test
    void guessesWhichServerWasMeant() throws IOException {
        write("[np04]\nurl = " + server.url() + "\n");

        var result = freshet().run("summary", "--server", "np4");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo(file + " has no server 'np4'; did you mean 'np04'?\n");
    }

    @Test
    void refusesAFileWithATokenThatOthersCanRead() throws IOException {
        write("url = " + server.url() + "\ntoken = very-secret\n");
        Files.setPosixFilePermissions(file, fromString("rw-r-----"));

        var result = freshet().run("summary");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("chmod 600 " + file).doesNotContain("very-secret");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void refusesAFileThatOthersCanChange() throws IOException {
        write("url = " + server.url() + "\n");
        Files.setPosixFilePermissions(file, fromString("rw-rw-r--"));

        var result = freshet().run("summary");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("can be changed by others", "chmod 600 " + file);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void refusesAFileOfAnotherUser() throws IOException {
        write("url = " + server.url() + "\n");
        assumeTrue(giveAway(file), "only root can give a file to another user");

        var result = freshet().run("summary");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith(file + " belongs to the user 12345, and you are ");
        assertThat(server.received()).isEmpty();
    }

    private static boolean giveAway(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", 12345);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void readsAFileWithoutATokenWhoeverElseCanReadIt() throws IOException {
        write("# a comment\n\nurl=" + server.url() + "\n");
        Files.setPosixFilePermissions(file, fromString("rw-r--r--"));

        assertThat(freshet().run("summary").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tokn = a                     | :1: there is no setting 'tokn'; did you mean 'token'?
            url                          | :1: there is no '=' after 'url'; a setting is written as key = value.
            tokn my-own-token            | :1: there is no '=' after 'tokn'; a setting
            my-own-token                 | :1: there is no '='; a setting
            my-own-token==               | :1: there is no such setting; known are url
            url = http://a;url = b       | :2: url is given twice.
            token = a                    | : a token needs the url of the server that it is for.
            [np04];token-file = a        | : a token needs the url of the server that it is for.
            [np04];[np05];url = http://a | : [np04] has no url.
            [np04];url = http://a;colour = never | :3: there is no setting 'colour'
            """)
    void refusesWhatItDoesNotUnderstand(String lines, String sentence) throws IOException {
        write(lines.replace(';', '\n'));

        var result = freshet().run("summary");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith(file + sentence).doesNotContain("my-own-token");
    }

    @Test
    void coloursAsItIsToldThere() throws IOException {
        write("url = " + server.url() + "\ncolour = always\n");

        assertThat(freshet().run("summary").out()).contains("\u001b[");
        assertThat(freshet().run("summary", "--colour", "never").out()).doesNotContain("\u001b[");
        assertThat(freshet().with("NO_COLOR", "1").run("summary").out()).doesNotContain("\u001b[");
    }

    @Test
    void missesAFileThatTheEnvironmentNames() {
        assertThat(freshet().run("summary").err())
                .startsWith("There is no file " + file + ", which FRESHET_CONFIG names.");
    }

    private CommandRun freshet() {
        return new CommandRun().without("FRESHET_HOME").with("FRESHET_CONFIG", file.toString());
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, fromString("rw-------"));
    }
}
