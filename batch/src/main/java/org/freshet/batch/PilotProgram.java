package org.freshet.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program that local pilots run.
 *
 * @param java the command that starts a Java virtual machine
 * @param flags its options
 * @param jar the pilot's jar with everything it needs
 */
public record PilotProgram(Path java, List<String> flags, Path jar) {

    /**
     * Small and quick to start: about 90 MB resident per pilot, a good part of it shared. A pilot mostly waits; it never needs the
     * second compiler. The first compiles early: a pilot does the same few things for each job.
     */
    private static final List<String> SMALL = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=0.05",
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx64m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=24m");

    private static final List<String> TRUST =
            List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword", "javax.net.ssl.trustStoreType");

    public PilotProgram {
        java = java.toAbsolutePath();
        flags = List.copyOf(flags);
        jar = jar.toAbsolutePath();
    }

    /**
     * Runs the jar on the Java that runs this server, with as little memory as a pilot needs. It trusts whom this server
     * trusts: it has to, if the server has a certificate that no public authority signed.
     */
    public static PilotProgram onThisJava(Path jar) {
        var flags = new ArrayList<>(SMALL);
        for (var name : TRUST) {
            String value = System.getProperty(name);
            if (value != null) {
                flags.add("-D" + name + "=" + value);
            }
        }
        return new PilotProgram(Path.of(System.getProperty("java.home"), "bin", "java"), flags, jar);
    }

    List<String> command() {
        var words = new ArrayList<String>();
        words.add(java.toString());
        words.addAll(flags);
        words.add("-jar");
        words.add(jar.toString());
        return words;
    }

    /** Why it cannot be started, if that is plain to see. */
    Optional<String> flaw() {
        if (!Files.isExecutable(java)) {
            return Optional.of("There is no program " + java + " to start pilots with");
        }
        if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
            return Optional.of(
                    "The pilot's jar " + jar + " cannot be read: build it, or correct freshet.local.pilot-jar");
        }
        return Optional.empty();
    }
}
