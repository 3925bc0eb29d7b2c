package org.freshet.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.JobState;
import org.junit.jupiter.api.Test;

/** Holds the words against the places that use them. */
class MessagesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path SOURCES = Path.of("src/main/java/org/freshet/server/dashboard");
    private static final Path SOURCES_OF_THE_LOGIN = Path.of("src/main/java/org/freshet/server/login");

    /** Keys that are put together while a page is made; each beginning stands for what may follow it. */
    private static final List<String> PUT_TOGETHER = List.of(
            "jobs.lastWord.",
            "jobs.caption.",
            "jobs.column.",
            "jobs.rows.",
            "bulk.",
            "feed.one.",
            "feed.thing.",
            "life.ended.",
            "filter.",
            "host.why.",
            "error.",
            "login.notice.",
            "change.",
            "role.",
            "pool.batch.",
            "workflow.why.",
            "workflow.policy.",
            "types.check.",
            "alarms.all.",
            "handover.deed.");

    private static final Pattern IN_TEMPLATES = Pattern.compile("#\\{([a-zA-Z.]+)");
    private static final Pattern IN_SOURCES =
            Pattern.compile("\"([a-z][a-zA-Z]*(?:\\.[a-zA-Z]+)+|unknown|none|refused)\"");

    private final Properties words = read();

    private static Properties read() {
        var words = new Properties();
        try (Reader file = Files.newBufferedReader(RESOURCES.resolve("messages.properties"))) {
            words.load(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return words;
    }

    private static Set<String> keys(Path root, Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(MessagesTest::text)
                    .flatMap(text -> pattern.matcher(text).results().map(found -> found.group(1)))
                    .filter(key -> !key.endsWith("."))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void hasEveryWordThatATemplateAsksFor() throws IOException {
        Set<String> asked = keys(RESOURCES.resolve("templates"), IN_TEMPLATES);

        assertThat(asked).hasSizeGreaterThan(80);
        assertThat(words.stringPropertyNames()).containsAll(asked);
    }

    @Test
    void hasEverySentenceThatTheReadersSay() throws IOException {
        Set<String> said = keys(SOURCES, Pattern.compile("say\\(\\s*\"([a-zA-Z.]+)\""));

        assertThat(said).hasSizeGreaterThan(30);
        assertThat(words.stringPropertyNames()).containsAll(said);
    }

    @Test
    void hasWordsForEveryState() {
        Stream<String> jobs = Arrays.stream(JobState.values()).map(state -> "jobs.lastWord." + state);
        Stream<String> ends =
                Arrays.stream(JobState.values()).filter(JobState::isFinal).map(state -> "life.ended." + state);

        assertThat(words.stringPropertyNames())
                .containsAll(Stream.concat(jobs, ends).toList());
    }

    @Test
    void keepsNoWordThatNobodyUses() throws IOException {
        Set<String> used = keys(RESOURCES.resolve("templates"), IN_TEMPLATES);
        used.addAll(keys(SOURCES, IN_SOURCES));
        used.addAll(keys(SOURCES_OF_THE_LOGIN, IN_SOURCES));

        assertThat(words.stringPropertyNames())
                .filteredOn(key -> PUT_TOGETHER.stream().noneMatch(key::startsWith))
                .isSubsetOf(used);
    }

    @Test
    void hasOnlyPatternsThatCanBeFilledIn() {
        for (String key : words.stringPropertyNames()) {
            String pattern = words.getProperty(key);
            assertThatCode(() -> new MessageFormat(pattern, Locale.ENGLISH).format(new Object[] {3L, 2L, 1L, 0L}))
                    .as(key)
                    .doesNotThrowAnyException();
            assertThat(pattern).as(key).doesNotContain("'");
        }
    }

    @Test
    void speaksCalmly() {
        Pattern unwanted = Pattern.compile("!|\\b(please|oops|sorry|N/A)\\b|\u2014", Pattern.CASE_INSENSITIVE);

        for (String key : words.stringPropertyNames()) {
            Matcher found = unwanted.matcher(words.getProperty(key));
            assertThat(found.find()).as(key).isFalse();
        }
    }
}
