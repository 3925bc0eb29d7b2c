package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.freshet.test.support.Directories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The executable of a batch job, in an environment with nothing in it; shell scripts stand for Java. */
class StartPilotIT {

    @TempDir
    Path scratch;

    @TempDir
    Path machine;

    /** A slot to which HTCondor has brought everything. */
    @BeforeEach
    void transfer() throws Exception {
        Files.writeString(scratch.resolve("secret"), "the-secret\n");
        Files.writeString(
                scratch.resolve(".machine.ad"), "Cpus = 4\nDetectedCpus = 64\nMemory = 2048\nDisk = 9935843\n");
        java(machine.resolve("packed/runtime/bin/java"), "25.0.3");
        Files.writeString(machine.resolve("packed/pilot.jar"), "");
        assertThat(run(
                        Map.of(),
                        "tar",
                        "-czf",
                        scratch + "/pilot-package.tar.gz",
                        "-C",
                        machine + "/packed",
                        "pilot.jar",
                        "runtime"))
                .isZero();
    }

    @Test
    void becomesThePilotWithTheJavaOfThePackageAndWhatTheSlotHas() throws Exception {
        assertThat(start(Map.of("FRESHET_TOKEN", "x", "OTHER", "y"), "--server", "http://a", "--tag", "a b"))
                .isZero();

        assertThat(seen("which")).hasContent(scratch + "/.freshet/runtime/bin/java");
        assertThat(Files.readAllLines(seen("arguments")))
                .containsSequence("-jar", scratch + "/.freshet/pilot.jar", "--work", scratch + "/work")
                .containsSequence(
                        "--server",
                        "http://a",
                        "--tag",
                        "a b",
                        "--cores",
                        "4",
                        "--memory-mb",
                        "1920",
                        "--disk-mb",
                        "9702");
        assertThat(seen("stdin")).hasContent("the-secret");
        assertThat(Files.readString(seen("environment")))
                .contains("OTHER=y", "HOME=" + scratch, "TMPDIR=" + scratch, "LC_ALL=C.UTF-8")
                .doesNotContain("FRESHET_", "the-secret");
        assertThat(scratch.resolve("secret")).doesNotExist();
        assertThat(scratch.resolve("pilot-package.tar.gz")).doesNotExist();
    }

    @Test
    void leavesToTheSiteWhatItStates() throws Exception {
        assertThat(start(Map.of(), "-J-Dx=1", "--cores", "2", "--memory-mb=500", "--work", "/w"))
                .isZero();

        assertThat(Files.readAllLines(seen("arguments")))
                .contains("-Dx=1")
                .endsWith("--cores", "2", "--memory-mb=500", "--work", "/w", "--disk-mb", "9702");
    }

    @ParameterizedTest
    @CsvSource({
        "25.0.1, true",
        "26-ea, true",
        "101.0.2, true",
        "21.0.4, false",
        "1.8.0_392, false",
        "'', false",
    })
    void prefersTheWorkersJavaIfThatIsNewEnough(String version, boolean taken) throws Exception {
        java(machine.resolve("bin/java"), version);

        assertThat(start(Map.of("PATH", machine.resolve("bin") + ":/usr/bin:/bin")))
                .isZero();

        assertThat(Files.readString(seen("which")).startsWith(machine.toString()))
                .isEqualTo(taken);
    }

    @Test
    void triesTheJavaOfJavaHomeFirstAndNoneThatCannotRunThePilot() throws Exception {
        java(machine.resolve("bin/java"), "25");
        java(machine.resolve("home/bin/java"), "27");
        var both = Map.of("PATH", machine.resolve("bin") + ":/usr/bin:/bin", "JAVA_HOME", machine + "/home");
        assertThat(start(both)).isZero();
        assertThat(seen("which")).hasContent(machine + "/home/bin/java");

        transfer();
        Files.createFile(machine.resolve("home/bin/broken"));
        assertThat(start(both)).isZero();
        assertThat(seen("which")).hasContent(machine + "/bin/java");
    }

    @Test
    void saysWhatIsMissingByItsExitCode() throws Exception {
        Files.createFile(machine.resolve("packed/runtime/bin/broken"));
        transfer();
        assertThat(start(Map.of())).isEqualTo(22);

        transfer();
        Files.writeString(scratch.resolve("pilot-package.tar.gz"), "cut off");
        assertThat(start(Map.of())).isEqualTo(21);

        Files.writeString(scratch.resolve("secret"), "the-secret\n");
        Files.delete(scratch.resolve("pilot-package.tar.gz"));
        assertThat(start(Map.of())).isEqualTo(21);

        assertThat(start(Map.of())).isEqualTo(20);
        assertThat(scratch.resolve("log")).content().contains("start-pilot: no secret in " + scratch);
    }

    private Path seen(String what) {
        return machine.resolve(what);
    }

    /** It writes down what it is given, and cannot run the pilot while there is a file "broken" beside it. */
    private void java(Path program, String version) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, """
                #!/bin/sh
                case "$*" in
                  -version) echo 'Picked up JAVA_TOOL_OPTIONS: -Da="9"' >&2; echo 'openjdk version "VERSION" 2026-01-01' >&2; exit ;;
                  *--version) [ ! -e "${0%/*}/broken" ]; exit ;;
                esac
                echo "$0" > SEEN/which; printf '%s\\n' "$@" > SEEN/arguments; env > SEEN/environment; cat > SEEN/stdin
                """.replace("VERSION", version).replace("SEEN", machine.toString()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private int start(Map<String, String> environment, String... arguments) throws Exception {
        var words = new ArrayList<>(List.of(
                Directories.project().resolve("deploy/htcondor/start-pilot").toString()));
        words.addAll(List.of(arguments));
        return run(environment, words.toArray(String[]::new));
    }

    private int run(Map<String, String> environment, String... words) throws Exception {
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().put("_CONDOR_SCRATCH_DIR", scratch.toString());
        builder.environment()
                .put("_CONDOR_MACHINE_AD", scratch.resolve(".machine.ad").toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
