package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.freshet.pilot.fixtures.RootOnly;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.LogPart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RootOnly
class SiteUserTest extends RunningPayloads {

    @BeforeEach
    void runPayloadsAsNobody() throws Exception {
        Files.createDirectory(work());
        allowAll(temp, "rwx--x--x");
        allowAll(work(), "rwx--x--x");
        user = SiteUser.of("nobody", System.getenv(), work(), commands);
    }

    private static void allowAll(Path file, String permissions) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void runsThePayloadAsThatUserAndItsGroupsOnly() throws Exception {
        var end = run(aShellJob(
                "id -un; id -Gn; echo $HOME $USER $LOGNAME; grep -E '^Cap(Inh|Prm|Eff|Amb)' /proc/self/status"));

        assertThat(stdout(end)).startsWith("nobody\nnogroup\n/nonexistent nobody nobody\n");
        assertThat(stdout(end).lines().filter(it -> it.startsWith("Cap")))
                .hasSize(4)
                .allMatch(it -> it.endsWith("\t0000000000000000"));
    }

    @Test
    void givesItADirectoryOfItsOwn() throws Exception {
        var end = run(aShellJob("stat -c '%U %G %a' . output; echo x > y && echo x > output/y && pwd"));

        assertThat(stdout(end)).isEqualTo("nobody nogroup 700\nnobody nogroup 700\n" + work().resolve("12.1") + "\n");
    }

    @Test
    void handsOnEveryVariableWhateverItsName() throws Exception {
        siteEnv.put("A.B-C", "odd 'name' \"$x\"");
        siteEnv.put("IFS", ":");
        siteEnv.put("OPTIND", "none");
        siteEnv.put("LC_ALL", "C");

        var end = run(aJob("/usr/bin/env")
                .env("QUOTED", "it's \"$HOME\" `id`\nsecond line")
                .env("EMPTY", ""));

        assertThat(stdout(end))
                .contains("\nQUOTED=it's \"$HOME\" `id`\nsecond line\n")
                .doesNotContain("freshet_");
        assertThat(stdout(end).lines())
                .contains("A.B-C=odd 'name' \"$x\"", "IFS=:", "OPTIND=none", "LC_ALL=C", "EMPTY=")
                .contains("PATH=" + pilotEnv.get("PATH"), "FRESHET_JOB_ID=12");
    }

    @Test
    void runsAFileWithAnEqualsSignInItsPath() throws Exception {
        siteEnv.put("A.B", "a variable that takes another way");
        var script = script("mass=125", "#!/usr/bin/printenv A.B\n");

        var end = run(aJob(script.toString()));

        assertThat(stdout(end)).isEqualTo("a variable that takes another way\n");
    }

    @Test
    void handsOnNothingThatIsTrueOfThePilotsProcessOnly() throws Exception {
        pilotEnv.put("PWD", "/where/the/pilot/is");
        pilotEnv.put("OLDPWD", "/where/the/pilot/was");
        pilotEnv.put("_", "/the/pilot");

        var end = run(aJob("/usr/bin/env"));

        assertThat(stdout(end)).contains("USER=nobody").doesNotContain("the/pilot");
    }

    @Test
    void keepsThePayloadsVariablesFromProgramsThatStillHaveThePilotsRights() throws Exception {
        // the loader complains in every program that it starts with this variable
        var end = run(aJob("/bin/true").env("LD_PRELOAD", "/nowhere/evil.so"));

        assertThat(text(end, LogPart.Stream.STDERR))
                .contains("/nowhere/evil.so")
                .hasLineCount(1);
    }

    @Test
    void showsNoVariablesInTheListOfProcesses() throws Exception {
        var start = user.start(List.of("/bin/true"), Map.of("TOKEN", "very secret", "A", "b"));

        assertThat(start.words()).noneMatch(it -> it.contains("very secret"));
        assertThat(start.env()).doesNotContainKey("TOKEN").containsValue("very secret");
    }

    @Test
    void canReadNothingOfThePilot() throws Exception {
        var secret = Files.writeString(temp.resolve("secret"), "the secret");
        allowAll(secret, "rw-------");
        long pilot = ProcessHandle.current().pid();

        var end = run(aShellJob("cat " + secret + " /proc/" + pilot + "/environ; ls /proc/" + pilot + "/fd /proc/"
                + pilot + "/cwd/; kill -0 " + pilot + " || exec ls /proc/self/fd"));

        assertThat(stdout(end)).isEqualTo("0\n1\n2\n3\n");
        assertThat(text(end, LogPart.Stream.STDERR).strip().lines())
                .hasSize(5)
                .allMatch(it -> it.contains("denied") || it.contains("permitted"));
    }

    @Test
    void canOpenItsOutputByName() throws Exception {
        var end = run(aShellJob("echo one > /dev/stdout; echo two > /dev/stderr"));

        assertThat(stdout(end)).isEqualTo("one\n");
        assertThat(text(end, LogPart.Stream.STDERR)).isEqualTo("two\n");
    }

    @Test
    void copiesTheScriptAsThatUser() throws Exception {
        var script = script("run.sh", "#!/bin/sh\necho \"$0\"; stat -c %U \"$0\"\n");
        allowAll(script, "rwxr-xr-x");

        var end = run(aJob(script.toString()).env("P3S_MODE", "COPY"));

        assertThat(stdout(end)).isEqualTo(work().resolve("12.1/run.sh") + "\nnobody\n");
    }

    @Test
    void neverCopiesWhatOnlyThePilotMayRead() throws Exception {
        var secret = Files.writeString(temp.resolve("secret"), "the secret");
        allowAll(secret, "rwx------");

        var end = run(aShellJob(secret + " || cat *").env("P3S_MODE", "COPY"));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains("could not be copied", "Permission denied", "Next step: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr--r--", "rwx------"})
    void isNotStartedWhenThatUserMayNotRunIt(String permissions) throws Exception {
        var script = script("run.sh", "#!/bin/sh\necho no\n");
        allowAll(script, permissions);

        var end = run(aJob(script.toString()));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message())
                .contains("is not executable by the site's payload user nobody", "Next step: chmod +x");
    }

    @Test
    void saysThatTheSystemCannotRunIt() throws Exception {
        var file = script("odd", "#!" + temp + "\n");
        siteEnv.put("A.B", "a variable that takes another way");

        var end = run(aJob(file.toString()));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains("Permission denied").contains("Next step:");
    }

    @Test
    void leavesNothingBehindWhateverPermissionsThePayloadSets() throws Exception {
        var outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        allowAll(outside, "rwxrwxrwx");
        var run = start(aShellJob("mkdir -p a/b/c && touch a/b/c/d .hidden && ln -s " + outside
                + " link && chmod 0 a/b/c a/b a && chmod 0 ."));
        end();

        run.clean(false);

        assertThat(work().resolve("12.1").toFile()).doesNotExist();
        assertThat(outside.resolve("kept")).exists();
    }

    @Test
    void leavesNothingBehindOfFilesThatAreAnothers() throws Exception {
        var run = start(aShellJob("mkdir a && touch a/b"));
        end();
        Files.writeString(work().resolve("12.1/roots"), "whose permissions nobody may change");

        run.clean(false);

        assertThat(work().resolve("12.1")).doesNotExist();
    }

    @Test
    void isEndedThoughItIsAnotherUsers() throws Exception {
        var run = start(aShellJob("trap '' TERM; sleep 60.7301 & wait"));
        await().until(() -> isRunning("60.7301"));

        run.end("test");

        assertThat(end().asked()).isTrue();
        assertThat(isRunning("60.7301")).isFalse();
    }

    @Test
    void cannotBeAUserThatDoesNotExist() {
        assertThatThrownBy(() -> SiteUser.of("nobody-at-all", System.getenv(), work(), commands))
                .isInstanceOf(UnusableUserException.class)
                .hasMessageContainingAll("nobody-at-all does not exist on this machine", "Next step: ");
    }

    @Test
    void cannotBeRoot() {
        assertThatThrownBy(() -> SiteUser.of("root", System.getenv(), work(), commands))
                .isInstanceOf(UnusableUserException.class)
                .hasMessageContaining("is root");
    }

    @Test
    void cannotUseADirectoryThatThisUserMayNotPass() throws Exception {
        allowAll(temp, "rwx------");

        assertThatThrownBy(() -> SiteUser.of("nobody", System.getenv(), work(), commands))
                .isInstanceOf(UnusableUserException.class)
                .hasMessageContainingAll("cannot enter the pilot's work directory " + work(), "--work");
    }

    @Test
    void cannotUseADirectoryInWhichThisUserMayWrite() throws Exception {
        allowAll(work(), "rwxrwxrwx");

        assertThatThrownBy(() -> SiteUser.of("nobody", System.getenv(), work(), commands))
                .isInstanceOf(UnusableUserException.class)
                .hasMessageContainingAll("nobody may write in the pilot's work directory " + work(), "Next step: ");
    }

    @Test
    void runsAsThePilotsOwnUserWhenThePilotIsNotRoot() throws Exception {
        var launcher = new PayloadLauncher(Map.of(), SILENT);

        assertThat(launcher.user("nobody", false, work())).isInstanceOf(PilotsUser.class);
        assertThat(launcher.user(null, true, work())).isInstanceOf(PilotsUser.class);
        assertThat(launcher.user("nobody", true, work())).isInstanceOf(SiteUser.class);
        assertThat(Files.exists(work(), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
