package org.freshet.test.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/** The pilot's program with another address of the server: a server that runs local pilots is reached through a proxy. */
public final class PilotDetour {

    private static final String ADDRESS = "server";

    private PilotDetour() {}

    /** Makes a jar to be given as {@code FRESHET_LOCAL_PILOT_JAR}. */
    public static Path jar(Path directory, URI server) {
        var program = Directories.project().resolve("target/dist/pilot.jar");
        var jar = directory.resolve("detour.jar");
        var own = PilotDetour.class.getName().replace('.', '/') + ".class";
        try (var original = new JarFile(program.toFile())) {
            var manifest = original.getManifest();
            var attributes = manifest.getMainAttributes();
            attributes.put(Attributes.Name.MAIN_CLASS, PilotDetour.class.getName());
            attributes.put(Attributes.Name.CLASS_PATH, program.toUri().toString());
            try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                out.putNextEntry(new JarEntry(own));
                resource("/" + own).transferTo(out);
                out.putNextEntry(new JarEntry(ADDRESS));
                out.write(server.toString().getBytes(StandardCharsets.UTF_8));
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs in the pilot's process. */
    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        var detoured = args.clone();
        var server = Arrays.asList(args).indexOf("--server");
        detoured[server + 1] = new String(resource("/" + ADDRESS).readAllBytes(), StandardCharsets.UTF_8);
        var main = Class.forName("org.freshet.pilot.PilotMain").getDeclaredMethod("main", String[].class);
        main.setAccessible(true); // as the launcher of Java does
        try {
            main.invoke(null, (Object) detoured);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(PilotDetour.class.getResourceAsStream(name), name);
    }
}
