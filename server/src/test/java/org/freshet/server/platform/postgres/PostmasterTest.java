package org.freshet.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

class PostmasterTest {

    @RepeatedTest(100)
    void knowsHowItsChildEndedAsSoonAsThatIsGone() throws Exception {
        var child = new ProcessBuilder("sleep", "60").start();
        var postmaster = new Postmaster(child.toHandle(), 5432, child);

        child.destroyForcibly();
        while (postmaster.isAlive()) {
            Thread.onSpinWait();
        }

        assertThat(postmaster.end()).isEqualTo("signal 9");
    }
}
