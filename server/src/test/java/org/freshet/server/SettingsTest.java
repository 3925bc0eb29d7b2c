package org.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Holds {@code application.yml}, in which operators look settings up, against the settings that there are. */
class SettingsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Z_]+:(.*)}");
    private static final Pattern ASKED_FOR_ALONE = Pattern.compile("\"\\$\\{(freshet\\.[a-z.-]+)");

    /** A line of the file. */
    private record Line(String value, boolean explained) {}

    private final Map<String, Line> file = read();

    @Test
    void explainsEverySetting() {
        var explained = file.entrySet().stream()
                .filter(it -> it.getValue().explained())
                .map(Map.Entry::getKey)
                .toList();

        assertThat(components()).hasSizeGreaterThan(10);
        assertThat(explained).containsAll(components().keySet());
    }

    @Test
    void tellsTheDefaultsThatHoldWithoutIt() {
        var told = new TreeMap<String, String>();
        components().keySet().forEach(it -> told.put(it, shown(it)));

        assertThat(told).isEqualTo(components());
    }

    @Test
    void keepsNoSettingThatNobodyReads() throws IOException {
        var read = new TreeSet<>(components().keySet());
        read.addAll(askedForAlone());

        assertThat(file.keySet().stream().filter(it -> it.startsWith("freshet.")))
                .containsExactlyInAnyOrderElementsOf(read);
    }

    private String shown(String name) {
        var line = file.get(name);
        if (line == null) {
            return "(missing)";
        }
        if (line.value().equals("{}")) {
            return ""; // a map that is empty unless somebody fills it
        }
        var placeholder = PLACEHOLDER.matcher(line.value());
        return placeholder.matches() ? placeholder.group(1) : line.value();
    }

    /** Full names of the components of all settings, with their defaults. */
    private static Map<String, String> components() {
        var names = new TreeMap<String, String>();
        settings()
                .forEach(type -> components(
                        type.getAnnotation(ConfigurationProperties.class).value(), type, names));
        return names;
    }

    private static void components(String prefix, Class<?> type, Map<String, String> names) {
        for (var component : type.getRecordComponents()) {
            var name = prefix + "." + kebab(component.getName());
            if (component.getType().isRecord()) {
                components(name, component.getType(), names);
            } else {
                names.put(name, defaultOf(type, component));
            }
        }
    }

    private static Stream<? extends Class<?>> settings() {
        return new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackagesOf(ServerApplication.class)
                        .stream()
                        .filter(it -> it.isAnnotatedWith(ConfigurationProperties.class))
                        .map(it -> it.reflect());
    }

    private static String defaultOf(Class<?> type, RecordComponent component) {
        var parameters = type.getDeclaredConstructors()[0].getParameters();
        return Arrays.stream(parameters)
                .filter(it -> it.getName().equals(component.getName()))
                .map(it -> it.getAnnotation(DefaultValue.class))
                .map(it -> it == null ? "(none)" : String.join(",", it.value()))
                .findFirst()
                .orElseThrow();
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Set<String> askedForAlone() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(Files::isRegularFile)
                    .flatMap(it -> ASKED_FOR_ALONE.matcher(text(it)).results())
                    .map(it -> it.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The keys that have a value. */
    private static Map<String, Line> read() {
        var found = new TreeMap<String, Line>();
        var path = new ArrayDeque<String>();
        var before = "";
        for (var line : text(Path.of("src/main/resources/application.yml")).split("\n")) {
            var text = line.strip();
            var depth = (line.length() - line.stripLeading().length()) / 2;
            if (!text.isEmpty() && !text.startsWith("#")) {
                while (path.size() > depth) {
                    path.removeLast();
                }
                var colon = text.indexOf(':');
                path.addLast(text.substring(0, colon));
                var value = text.substring(colon + 1).strip().replace("\"", "");
                if (!value.isEmpty()) {
                    found.put(String.join(".", path), new Line(value, before.startsWith("#")));
                }
            }
            before = text;
        }
        return found;
    }
}
