package org.freshet.test.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** The real pilot as a jar to be given as {@code freshet.local.pilot-jar}, with what this test run has on its class path. */
public final class PilotJar {

    private PilotJar() {}

    public static Path in(Path directory) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.freshet.pilot.PilotMain");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        var jar = directory.resolve("pilot.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(it -> Path.of(it).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
