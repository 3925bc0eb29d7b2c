package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.SelfSigned;
import org.freshet.test.support.ShellCommand;
import org.freshet.test.support.ShellCommand.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/** What {@code make dist} packs, installed into a tree of its own and used there, on a PATH without Java and Maven. */
@Tag("alone")
@Timeout(300)
class PackagesE2E {

    private static final Duration PACKING = Duration.ofMinutes(10);

    private static Path archive;

    private Installation installation;
    private Path bin;

    @BeforeAll
    @Timeout(900)
    static void pack() throws IOException {
        try (var packer = Installation.create()) {
            packer.start("make dist").ended(PACKING).successful();
        }
        archive = only("freshet-*.tar.gz");
    }

    private static Path only(String pattern) throws IOException {
        var packages = Directories.project().resolve("target/dist-packages");
        try (var found = Files.newDirectoryStream(packages, pattern)) {
            var files = found.iterator();
            var first = files.next();
            assertThat(files).isExhausted();
            return first;
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        installation = Installation.create();
        bin = Files.createDirectory(installation.directory().resolve("bin"));
        try (var programs = Files.newDirectoryStream(Path.of("/usr/bin"))) {
            for (var program : programs) {
                var name = program.getFileName().toString();
                if (!name.startsWith("j") && !name.startsWith("mvn")) {
                    Files.createSymbolicLink(bin.resolve(name), program);
                }
            }
        }
    }

    @AfterEach
    void remove() {
        installation.close();
    }

    @Test
    void theArchiveRunsWhereItIsUnpacked() throws Exception {
        var tree = unpackArchive();

        var server = server(tree, Map.of());
        runsAJob(tree, Map.of());
        var manual = tree.resolve("share/man/man1/freshet-job-submit.1");
        var local =
                run(tree.resolve("bin/freshet") + " run-local " + tree + "/deploy/examples/print-environment/job.json"
                        + " --env EXAMPLE=" + tree + "/deploy/examples/print-environment");

        assertThat(server.url().getScheme()).isEqualTo("http");
        assertThat(local.successful().out()).contains("FRESHET_JOB_ID=0\n");
        assertThat(manual).content().contains(".SH EXIT STATUS");
        assertThat(tree.resolve("docs/operations.md")).exists();
        assertThat(tree.resolve("docs/application.yml")).content().contains("FRESHET_HTCONDOR_ENABLED");
        assertThat(tree.resolve("target")).doesNotExist();
        server.close();
        assertThat(installation.describedProcesses()).isEmpty();
    }

    @Test
    @EnabledIf("org.freshet.test.support.Needs#dpkg")
    void theDebianPackageInstallsAndKeepsDataWhateverHappens() throws Exception {
        var root = Files.createDirectory(installation.directory().resolve("root"));
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
        Files.createDirectories(root.resolve("var/log"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        var home = root.resolve("var/lib/freshet");
        var settings = root.resolve("etc/freshet/freshet.env");

        dpkg(root, "-i " + debianPackage());
        var user = account(root);
        assertThat(Files.getAttribute(home, "unix:uid")).isEqualTo(user);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-r-----");
        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/freshet")).toString())
                .isEqualTo("../lib/freshet/bin/freshet");
        assertThat(root.resolve("usr/share/man/man1/freshet-job-submit.1.gz")).isNotEmptyFile();
        assertThat(root.resolve("usr/lib/systemd/system/freshet-server.service"))
                .exists();
        answersOverTls(root.resolve("usr/lib/freshet"));

        Files.writeString(home.resolve("precious"), "data");
        Files.writeString(settings, "FRESHET_PORT=8081\n");
        dpkg(root, "-i " + debianPackage()); // an upgrade, as far as files go
        assertThat(settings).hasContent("FRESHET_PORT=8081");
        dpkg(root, "-r freshet");
        assertThat(root.resolve("usr/lib/freshet")).doesNotExist();
        assertThat(settings).exists();
        var purged = dpkg(root, "-P freshet");
        assertThat(settings).doesNotExist();
        assertThat(purged.out()).contains("Jobs, results and database stay in /var/lib/freshet.");
        assertThat(home.resolve("precious")).hasContent("data");
    }

    /** The settings that the documentation names. */
    private void answersOverTls(Path tree) throws Exception {
        var certificate = SelfSigned.in(installation.directory());
        var trust = Map.of("FRESHET_TRUSTSTORE", certificate.truststore().toString());
        var tls = new TreeMap<>(trust);
        tls.put("SERVER_SSL_BUNDLE", "freshet");
        tls.put(
                "SPRING_SSL_BUNDLE_PEM_FRESHET_KEYSTORE_CERTIFICATE",
                certificate.certificate().toString());
        tls.put(
                "SPRING_SSL_BUNDLE_PEM_FRESHET_KEYSTORE_PRIVATEKEY",
                certificate.key().toString());
        tls.put("SPRING_SSL_BUNDLE_PEM_FRESHET_RELOADONUPDATE", "true");
        try (var server = server(tree, tls)) {
            var untrusting = command(tree, "summary", Map.of());

            runsAJob(tree, trust);
            assertThat(server.url().getScheme()).isEqualTo("https");
            assertThat(untrusting.exitCode()).as(untrusting.toString()).isEqualTo(3);
            assertThat(untrusting.err()).contains("FRESHET_TRUSTSTORE");
        }
    }

    @Test
    @EnabledIf("org.freshet.test.support.Needs#systemdAnalyze")
    void itsUnitsAreUnderstoodAndTheServerIsConfined() throws IOException {
        var units = units();

        var verified = installation.run("systemd-analyze verify --man=no " + String.join(" ", units));
        var security = installation.run("systemd-analyze security --offline=true --no-pager --threshold=40 "
                + installation.directory().resolve("freshet-server.service"));

        assertThat(units).hasSize(3);
        assertThat(verified.successful().err()).isEmpty();
        assertThat(security.exitCode()).as(security.toString()).isZero();
    }

    /** Copies of all units that are shipped, with the programs of this tree. */
    private List<String> units() throws IOException {
        var copies = new ArrayList<String>();
        try (var shipped = Files.newDirectoryStream(
                Directories.project().resolve("deploy/systemd"), "*.{service,timer}")) {
            for (var unit : shipped) {
                var text = Files.readString(unit)
                        .replace("/usr/lib/freshet/bin/", Directories.project().resolve("bin") + "/");
                copies.add(installation
                        .write(unit.getFileName().toString(), text)
                        .toString());
            }
        }
        return copies;
    }

    private Path unpackArchive() throws IOException {
        var directory = Files.createDirectory(installation.directory().resolve("opt"));
        installation.run("tar -xzf " + archive + " -C " + directory).successful();
        try (var trees = Files.list(directory)) {
            return trees.toList().getFirst();
        }
    }

    private static Path debianPackage() throws IOException {
        return only("freshet_*.deb");
    }

    private Ended dpkg(Path root, String what) {
        return installation
                .start("dpkg --root=" + root + " --force-script-chrootless --force-depends --force-confold " + what)
                .ended()
                .successful();
    }

    private static Object account(Path root) throws IOException {
        return Files.readAllLines(root.resolve("etc/passwd")).stream()
                .filter(it -> it.startsWith("freshet:"))
                .map(it -> Integer.valueOf(it.split(":")[2]))
                .findFirst()
                .orElseThrow();
    }

    /** Fails if the cache that was made while packing does not fit where it is now. */
    private RunningServer server(Path tree, Map<String, String> settings) throws IOException {
        var more = new TreeMap<>(settings);
        more.put("FRESHET_JAVA_OPTS", "-XX:AOTMode=on");
        var server = RunningServer.of(installation, start("exec " + tree.resolve("bin/freshet-server"), more));
        assertThat(program(server)).startsWith(tree.resolve("runtime"));
        return server;
    }

    private static Path program(RunningServer server) throws IOException {
        return Files.readSymbolicLink(
                Path.of("/proc/" + server.command().process().pid() + "/exe"));
    }

    private void runsAJob(Path tree, Map<String, String> settings) {
        var file = installation.write(
                "job.json", aJob().with("payload", "/usr/bin/env").toString());

        var ended = command(tree, "job submit " + file + " --follow", settings).successful();

        assertThat(ended.out()).contains("FRESHET_PILOT_ID=");
    }

    private Ended command(Path tree, String words, Map<String, String> settings) {
        return start("exec " + tree.resolve("bin/freshet") + " " + words, settings)
                .ended();
    }

    private Ended run(String command) {
        return start(command, Map.of()).ended();
    }

    private ShellCommand start(String command, Map<String, String> settings) {
        var more = new TreeMap<>(settings);
        more.put("PATH", bin + ":/usr/sbin:/sbin");
        return installation.start("unset JAVA_HOME; " + command, more);
    }
}
