package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class PayloadSurroundingsTest extends RunningPayloads {

    @Test
    void runsInADirectoryOfItsOwnThatOnlyItsOwnerCanRead() throws Exception {
        var end = run(aShellJob("pwd; ls -A; stat -c %a . output"));

        assertThat(stdout(end)).isEqualTo(work().resolve("12.1") + "\noutput\n700\n700\n");
    }

    @Test
    void findsAnOldDirectoryOfItsNameEmptied() throws Exception {
        var old = Files.createDirectories(work().resolve("12.1/deep"));
        Files.writeString(old.resolve("file"), "old");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("r-x------"));

        var end = run(aShellJob("ls -A"));

        assertThat(stdout(end)).isEqualTo("output\n");
    }

    @Test
    void seesWhoItIs() throws Exception {
        var end = run(aJob("env"));

        assertThat(stdout(end).lines())
                .contains(
                        "FRESHET_JOB_ID=12",
                        "FRESHET_ATTEMPT=1",
                        "FRESHET_PILOT_ID=7",
                        "FRESHET_URL=http://127.0.0.1:8080",
                        "FRESHET_OUTPUT_DIR=" + work().resolve("12.1/output"),
                        "P3S_JOB_UUID=00000000-0000-8000-8000-00000000000c",
                        "P3S_PILOT_UUID=7");
    }

    @Test
    void seesTheJobsVariablesBeforeTheSitesBeforeThePilots() throws Exception {
        pilotEnv.put("A", "pilot");
        pilotEnv.put("B", "pilot");
        pilotEnv.put("C", "pilot");
        siteEnv.put("B", "site");
        siteEnv.put("C", "site");

        var end = run(aShellJob("echo $A $B $C").env("C", "job"));

        assertThat(stdout(end)).isEqualTo("pilot site job\n");
    }

    @Test
    void doesNotSeeThePilotsOwnVariables() throws Exception {
        pilotEnv.put("FRESHET_TOKEN", "secret-token");
        pilotEnv.put("FRESHET_DATABASE_PASSWORD", "secret-password");

        var end = run(aShellJob("env; cat /proc/self/cmdline; ls -l /proc/self/fd"));

        assertThat(stdout(end))
                .contains("FRESHET_JOB_ID")
                .doesNotContain("secret", "FRESHET_TOKEN", "FRESHET_DATABASE");
    }

    @Test
    void getsNoDescriptorOfThePilot() throws Exception {
        var end = run(aShellJob("readlink /proc/$$/fd/0; exec ls /proc/self/fd"));

        // the last one is that of ls, which reads the directory
        assertThat(stdout(end)).isEqualTo("/dev/null\n0\n1\n2\n3\n");
    }

    @Test
    void leadsASessionOfItsOwn() throws Exception {
        var end = run(aShellJob("cut -d' ' -f1,5,6 /proc/$$/stat"));

        var ids = stdout(end).strip().split(" ");
        assertThat(ids[1]).isEqualTo(ids[0]);
        assertThat(ids[2]).isEqualTo(ids[0]);
    }

    @Test
    void isRunFromACopyInItsDirectoryWhenTheJobSaysSo() throws Exception {
        var script = script("run me.sh", "#!/bin/sh\necho \"$0\" \"$@\"\n");

        var end = run(aJob("'" + script + "' 'a b' c").env("P3S_MODE", "COPY"));

        assertThat(stdout(end)).isEqualTo(work().resolve("12.1/run me.sh") + " a b c\n");
    }

    @Test
    void isCopiedInFrontOfAShellTextToo() throws Exception {
        var script = script("run.sh", "#!/bin/sh\necho \"$0\" \"$@\"\n");

        var end = run(aShellJob(script + " x && echo done").env("P3S_MODE", "COPY"));

        assertThat(stdout(end)).isEqualTo(work().resolve("12.1/run.sh") + " x\ndone\n");
    }

    @Test
    void expandsNothingWithoutAShell() throws Exception {
        var end = run(aJob("echo $HOME '*' ; echo \"a  b\""));

        assertThat(stdout(end)).isEqualTo("$HOME * ; echo a  b\n");
    }

    @Test
    void isFoundOnThePathOfItsOwnEnvironment() throws Exception {
        script("only-here", "#!/bin/sh\necho found\n");

        var end = run(aJob("only-here").env("PATH", "/nowhere:" + temp + ":/usr/bin:/bin"));

        assertThat(stdout(end)).isEqualTo("found\n");
    }

    @Test
    void keepsItsDirectoryWhenItFinishedWithResults() throws Exception {
        var run = start(aShellJob("echo 1 > $FRESHET_OUTPUT_DIR/a.txt"));
        end();

        run.clean(true);

        assertThat(work().resolve("12.1/output/a.txt")).exists();
    }

    @Test
    void losesItsDirectoryWhenItHasNoResults() throws Exception {
        var run = start(aShellJob("echo 1 > scratch; mkdir sealed; touch sealed/x; chmod 0 sealed; ln -s / root"));
        end();

        run.clean(true);

        assertThat(work().resolve("12.1")).doesNotExist();
        assertThat(work()).isEmptyDirectory();
    }

    @Test
    void losesItsDirectoryWhenItFailed() throws Exception {
        var run = start(aShellJob("echo 1 > $FRESHET_OUTPUT_DIR/a.txt; exit 1"));
        end();

        run.clean(false);

        assertThat(work().resolve("12.1")).doesNotExist();
    }
}
