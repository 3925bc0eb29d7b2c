package org.freshet.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;
import static org.freshet.pilot.fixtures.ScriptedServer.aSiteWithPayloadUser;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.freshet.pilot.fixtures.RootOnly;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RootOnly
class PilotWithPayloadUserTest extends FlyingPilot {

    @BeforeEach
    void letOthersPass() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @Test
    void runsPayloadsAsTheUserThatTheSiteWantsAndTidiesUpAfterThem() {
        site(aSiteWithPayloadUser("nobody"));
        server.offer(aShellJob("id -un > name; test \"$(cat name)\" = nobody && mkdir a && chmod 0 a")
                .build());

        server.offer(aShellJob("true").id(13, 1).build());

        start();

        assertThat(awaitEnd().reason()).isNull();
        await().untilAsserted(() -> assertThat(temp.resolve("12.1")).doesNotExist());
        assertThat(log.toString()).contains("Payloads run as nobody.");
    }

    @Test
    void takesNoJobAndLeavesWhenThereIsNoSuchUser() throws Exception {
        site(aSiteWithPayloadUser("nobody-at-all"));
        server.offer(aShellJob("true").build());

        start();

        assertThat(exitCode()).isEqualTo(ExitCode.PAYLOAD_USER);
        assertThat(server.exchanges()).singleElement().satisfies(it -> {
            assertThat(it.want()).isNull();
            assertThat(it.leaving()).contains("nobody-at-all does not exist on this machine", "Next step: ");
        });
    }

    @Test
    void takesNoJobAndLeavesWhenTheUserCannotEnterTheWorkDirectory() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx------"));
        site(aSiteWithPayloadUser("nobody"));

        start();

        assertThat(exitCode()).isEqualTo(ExitCode.PAYLOAD_USER);
        assertThat(lastExchange().leaving()).contains("cannot enter the pilot's work directory " + temp);
    }
}
