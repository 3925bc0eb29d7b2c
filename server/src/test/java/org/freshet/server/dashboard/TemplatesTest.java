package org.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.JobState;
import org.freshet.protocol.PilotState;
import org.freshet.server.dashboard.page.Badge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for the templates that a browser would enforce only by showing less. */
class TemplatesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");

    static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES.resolve("templates"))) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void holdsNothingThatTheContentPolicyForbids(Path template) throws IOException {
        String html = Files.readString(template);

        assertThat(html)
                .doesNotContainPattern("(?i)<style\\b")
                .doesNotContainPattern("(?i)\\s(th:)?style(append)?=")
                .doesNotContainPattern("(?i)<script(?![^>]*\\bth:src=)[^>]*>")
                .doesNotContainPattern("(?i)\\s(th:)?on[a-z]+=")
                .doesNotContainPattern("(?i)javascript:")
                .doesNotContain("th:utext");
    }

    @ParameterizedTest
    @MethodSource("templates")
    void comparesNoStateAndCalculatesNothing(Path template) throws IOException {
        String html = Files.readString(template);

        for (JobState state : JobState.values()) {
            assertThat(html).doesNotContainPattern("[=!]=\\s*'" + state + "'");
        }
        assertThat(html).doesNotContainPattern("\\$\\{[^}]*[*/-]\\s*[0-9]");
    }

    @Test
    void hasAnIconAndAColourForEveryState() throws IOException {
        String sprite = Files.readString(RESOURCES.resolve("templates/fragments/sprite.html"));
        String css = Files.readString(RESOURCES.resolve("static/freshet.css"));
        Stream<String> states = Stream.concat(
                Stream.of(JobState.values()).map(Badge::of).map(Badge::look),
                Stream.concat(
                        Stream.of(PilotState.values()).map(Badge::of).map(Badge::look),
                        Stream.of(DatasetState.values())
                                .map(DatasetState::name)
                                .map(Badge::named)
                                .map(Badge::look)));

        assertThat(states).isNotEmpty().allSatisfy(look -> {
            assertThat(sprite).contains("id=\"i-" + look + "\"");
            assertThat(css).containsPattern("\\.s-" + look + "\\b");
        });
    }

    @Test
    void hasEveryIconThatAPageUses() throws IOException {
        String sprite = Files.readString(RESOURCES.resolve("templates/fragments/sprite.html"));
        Set<String> used = Stream.concat(templates().stream(), sources().stream())
                .flatMap(file ->
                        Pattern.compile("#i-([a-z]+)").matcher(text(file)).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(used)
                .hasSizeGreaterThan(8)
                .allSatisfy(icon -> assertThat(sprite).contains("id=\"i-" + icon + "\""));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/freshet/server/dashboard"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
