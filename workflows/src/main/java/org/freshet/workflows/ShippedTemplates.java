package org.freshet.workflows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The DAGs that come with Freshet, to start from and to try things out: {@code minimal}; {@code filter} with input and
 * output; {@code diamond} with two branches side by side; {@code fanout}, a job for each item of a list; {@code failing}, which
 * fails on purpose; and {@code waveforms}, the data quality of {@code deploy/examples/waveforms}, whose scripts it needs.
 */
public final class ShippedTemplates {

    private static final List<String> NAMES = List.of("diamond", "failing", "fanout", "filter", "minimal", "waveforms");

    private ShippedTemplates() {}

    /** In alphabetical order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The GraphML as its author wrote it.
     *
     * @throws IllegalArgumentException if there is no template of this name
     */
    public static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "There is no template '%s'; there are %s.".formatted(name, String.join(", ", NAMES)));
        }
        try (var in = ShippedTemplates.class.getResourceAsStream("templates/" + name + ".graphml")) {
            if (in == null) {
                throw new IllegalStateException("The template '%s' is missing in this build.".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The template as a DAG of the same name.
     *
     * @throws IllegalArgumentException if there is no template of this name
     */
    public static Dag dag(String name) {
        return GraphMlReader.read(name, text(name));
    }
}
