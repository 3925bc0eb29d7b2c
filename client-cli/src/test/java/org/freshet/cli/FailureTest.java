package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"400,7", "401,4", "403,4", "404,5", "409,6", "410,5", "413,7", "500,3", "503,3"})
    void endsWithTheCodeOfTheStatus(int status, int code) {
        server.refuseWith(
                status, ContractServer.problem(status, "That is how it is.").body());

        for (var arguments : COMMANDS) {
            var result = freshet.withInput("[{}]").run(arguments);

            assertThat(result.code()).as(String.join(" ", arguments)).isEqualTo(code);
            assertThat(result.err() + result.out())
                    .contains("That is how it is.")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void namesTheRequestForTheServersLog() {
        server.refuseWith(500, "{\"status\": 500, \"detail\": \"It broke.\", \"requestId\": \"r-17\"}");

        assertThat(freshet.run("summary").err()).isEqualTo("It broke. The server's log tells more under r-17.\n");
    }

    @Test
    void saysWhenTheAnswerIsNotFromFreshet() {
        server.refuseWith(302, "");

        var result = freshet.run("summary");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo(server.url()
                        + " answered with status 302 and no reason: check that FRESHET_URL names a Freshet server.\n");
    }

    @Test
    void saysWhenTheAnswerCannotBeUnderstood() {
        server.refuseWith(200, "<html>");

        var result = freshet.run("summary");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .startsWith("The answer of " + server.url() + " was not understood")
                .hasLineCount(1);
    }

    @Test
    void saysWhereItLookedForAServerAndHowToStartOne() throws IOException {
        String url = server.url();
        server.close();

        for (var arguments : COMMANDS) {
            var result = freshet.withInput("[{}]").run(arguments);

            assertThat(result.code()).isEqualTo(3);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("No server answers at " + url)
                    .endsWith(": start it, or set FRESHET_URL to where it runs.\n");
        }
    }

    @Test
    void saysWhenTheHostIsUnknown() {
        for (var arguments : COMMANDS) {
            var result = freshet.with("FRESHET_URL", "http://host.invalid")
                    .withInput("[{}]")
                    .run(arguments);

            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).startsWith("No server answers at http://host.invalid (unknown host): start it");
        }
    }

    @Test
    void saysWhenWhatAnswersDoesNotSpeakHttp() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var greeting = Thread.startVirtualThread(() -> greet(other));

            var result = freshet.with("FRESHET_URL", "http://127.0.0.1:" + other.getLocalPort())
                    .run("summary");

            assertThat(result.code()).isEqualTo(3);
            assertThat(result.err()).contains("broke (", "check that it is a Freshet server");
            greeting.join();
        }
    }

    private static void greet(ServerSocket other) {
        try (var connection = other.accept()) {
            connection.getOutputStream().write("220 mail.example.org ready\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhyNoTokenWasSent() {
        server.job(12, "evdisp", "RUNNING", "");

        var result = freshet.without("FRESHET_TOKEN").run("job", "cancel", "12");

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo("A token is needed for changes. No token was sent, because /nonexistent/server.json does not"
                        + " name this server: set FRESHET_TOKEN, or write the token with its url into /dev/null.\n");
    }

    @Test
    void printsAStackTraceOnlyWhenAsked() {
        assertThat(freshet.run("job", "show", "99").err()).doesNotContain("\tat ");
        assertThat(freshet.with("FRESHET_DEBUG", "1").run("job", "show", "99").err())
                .contains("\tat ")
                .endsWith("There is no job 99.\n");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        var result = freshet.with("FRESHET_URL", "localhost:8080").run("summary");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("'localhost:8080'");
    }

    @Test
    void namesAnUnknownCommandAndAnUnknownOption() {
        assertThat(freshet.run("job", "frobnicate").err()).startsWith("'freshet job' has no command 'frobnicate'.\n");
        assertThat(freshet.run("job", "frobnicate").code()).isEqualTo(2);
        assertThat(freshet.run("job", "list", "--nothing=7").err())
                .startsWith("'freshet job list' has no option '--nothing'.\n");
        assertThat(freshet.run("job", "list", "--nothing=7").code()).isEqualTo(2);
        assertThat(freshet.run("job", "list", "evdisp").err())
                .startsWith("'freshet job list' takes no further 'evdisp'.\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            job lst                      | 'freshet job' has no command 'lst'; did you mean 'list'?
            jobs list                    | 'freshet' has no command 'jobs'; did you mean 'job'?
            job list --stat x            | 'freshet job list' has no option '--stat'; did you mean '--state'?
            job submit - --prority=5     | 'freshet job submit' has no option '--prority'; did you mean '--priority'?
            """)
    void guessesWhichCommandOrOptionWasMeant(String arguments, String sentence) {
        var result = freshet.run(arguments.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith(sentence + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            job list --state runing           | no such state 'runing'; did you mean 'running'?
            pilot list --state buzy           | no such state 'buzy'; did you mean 'busy'?
            job list --reason-code timelimit  | no such reason 'timelimit'; did you mean 'time_limit'?
            summary --colour alway            | no such colour 'alway'; did you mean 'always'?
            """)
    void guessesWhichWordWasMeant(String arguments, String sentence) {
        var result = freshet.run(arguments.split(" "));

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(sentence + "\n");
        assertThat(server.received()).isEmpty();
    }

    private static final List<String[]> COMMANDS = List.of(
            new String[] {"job", "list"},
            new String[] {"job", "show", "12"},
            new String[] {"job", "log", "12"},
            new String[] {"job", "log", "12", "--follow"},
            new String[] {"job", "wait", "12"},
            new String[] {"job", "submit", "-"},
            new String[] {"job", "cancel", "12"},
            new String[] {"job", "prio", "5", "12"},
            new String[] {"pilot", "list"},
            new String[] {"pilot", "show", "3"},
            new String[] {"summary"});
}
