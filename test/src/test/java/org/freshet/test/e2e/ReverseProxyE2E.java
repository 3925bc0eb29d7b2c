package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.util.Map;
import org.freshet.test.support.Installation;
import org.freshet.test.support.Nginx;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.SelfSigned;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** The configuration of nginx that is shipped, before a real server. */
@Timeout(180)
@EnabledIf("org.freshet.test.support.Needs#nginx")
class ReverseProxyE2E {

    private static Installation installation;
    private static RunningServer server;
    private static SelfSigned certificate;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws Exception {
        installation = Installation.create(Map.of("SERVER_FORWARD_HEADERS_STRATEGY", "native"));
        server = RunningServer.start(installation);
        certificate = SelfSigned.in(installation.directory());
        nginx = Nginx.start(installation, server.url(), certificate);
    }

    @AfterAll
    static void stop() {
        nginx.close();
        server.close();
        installation.close();
    }

    @Test
    void passesCommandsOnToTheServer() {
        var job = installation.write(
                "job.json",
                aJob().with("payload", "/bin/echo through the proxy").toString());

        var followed = freshet("job submit " + job + " --follow", installation.secret("admin.token"));

        assertThat(followed.exitCode()).as(followed.toString()).isZero();
        assertThat(followed.out()).isEqualTo("through the proxy\n");
    }

    @Test
    void letsNobodyReadWithoutAToken() {
        var stranger = freshet("job list", "");

        assertThat(stranger.exitCode()).as(stranger.toString()).isEqualTo(4);
        assertThat(stranger.out()).isEmpty();
    }

    @Test
    void passesStreamsOnAsTheyCome() {
        var told = installation.run("curl --silent --insecure --no-buffer --max-time 60 -H 'Accept: text/event-stream'"
                + " -H 'Authorization: Bearer " + installation.secret("admin.token") + "' " + nginx.url()
                + "/ | sed '/every/q'");

        assertThat(told.out()).startsWith("event: beat").contains("data: {\"every\":");
    }

    private static Ended freshet(String words, String token) {
        return installation
                .start(
                        "bin/freshet " + words,
                        Map.of(
                                "FRESHET_URL",
                                nginx.url().toString(),
                                "FRESHET_TOKEN",
                                token,
                                "FRESHET_TRUSTSTORE",
                                certificate.truststore().toString()))
                .ended();
    }
}
