package org.freshet.test.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What tests need of their machine: conditions for {@code @EnabledIf}, so that a class whose need is not met is skipped and
 * counted as skipped. With {@code FRESHET_TEST_ALL=1} it runs all the same, and fails for what is missing.
 */
public final class Needs {

    /** The browser's program: the one that has no windows to draw, if it is there, needs a third of the time for each of them. */
    public static final Path CHROMIUM = Stream.of("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("/usr/bin/chromium-headless-shell"));

    private static final boolean ALL = "1".equals(System.getenv("FRESHET_TEST_ALL"));

    private Needs() {}

    /** A browser. */
    public static boolean chromium() {
        return ALL || Files.isExecutable(CHROMIUM);
    }

    /** What installs Debian packages, with the rights to do so. */
    public static boolean dpkg() {
        return ALL || program("dpkg") && "root".equals(System.getProperty("user.name"));
    }

    /** What checks units of systemd. */
    public static boolean systemdAnalyze() {
        return ALL || program("systemd-analyze");
    }

    /** The web server that may stand before Freshet. */
    public static boolean nginx() {
        return ALL || program("nginx");
    }

    /** What fetches and runs HTCondor, as root with a user namespace. */
    public static boolean htcondor() {
        return ALL
                || Stream.of("apt-get", "dpkg-deb", "flock", "unshare").allMatch(Needs::program)
                        && "amd64".equals(System.getProperty("os.arch"))
                        && Files.isReadable(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"))
                        && (!"root".equals(System.getProperty("user.name")) || succeeds("unshare", "--user", "true"));
    }

    private static boolean program(String name) {
        return Stream.of(System.getenv("PATH").split(":"), new String[] {"/usr/sbin", "/sbin"})
                .flatMap(Stream::of)
                .anyMatch(it -> Files.isExecutable(Path.of(it, name)));
    }

    /** File systems that only some processes see. */
    public static boolean mountNamespaces() {
        return ALL || succeeds("unshare", "--mount", "mount", "-t", "tmpfs", "freshet", "/mnt");
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
