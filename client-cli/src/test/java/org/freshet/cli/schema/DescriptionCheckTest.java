package org.freshet.cli.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.freshet.protocol.Problem.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The samples are those with which the server's own reader is tested, so that command, server and schema judge alike. What
 * the schema says is judged by a complete validator, too: editors have one.
 */
class DescriptionCheckTest {

    private static final String NEEDED = "\"jobtype\": \"evdisp\", \"payload\": \"/bin/true\"";
    private static final Path PUBLISHED = Path.of("../../shared/samples/p3s/jobs");
    private static final JsonNode SCHEMA = schema();
    private static final Schema COMPLETE = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SCHEMA);

    @ParameterizedTest
    @CsvFileSource(resources = "/accepted.csv", delimiter = '|', quoteCharacter = '`')
    void acceptsWhatTheServerAccepts(String attributes) {
        var list = "[{" + NEEDED + ", " + attributes + "}]";

        assertThat(problems(list)).isEmpty();
        assertThat(fitsTheSchema(list)).isTrue();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/refused.csv", delimiter = '|', quoteCharacter = '`')
    void refusesWhatTheServerRefuses(String attributes, String field, String word) {
        var list = "[{" + NEEDED + "},\n {" + NEEDED + ",\n" + attributes + "}]";

        assertRefused(list, field, word);
        assertThat(fitsTheSchema(list)).isFalse();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/refused-by-rules.csv", delimiter = '|', quoteCharacter = '`')
    void refusesWhatNoSchemaCanSay(String attributes, String field, String word) {
        assertRefused("[{" + NEEDED + "},\n {" + NEEDED + ",\n" + attributes + "}]", field, word);
    }

    private static void assertRefused(String list, String field, String word) {
        assertThat(problems(list)).singleElement().satisfies(it -> {
            assertThat(it.index()).isEqualTo(1);
            assertThat(it.field()).isEqualTo(field);
            assertThat(it.reason()).contains(Objects.requireNonNullElse(word, ""));
            assertThat(it.line()).isEqualTo(3);
            assertThat(it.column()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "5", "\"job\"", "null", "[5]", "{}", "[{}]", "{\"jobtype\": null, \"payload\": \"x\"}"})
    void refusesWhatIsNoListOfDescriptions(String json) {
        assertThat(problems(json)).isNotEmpty();
        assertThat(fitsTheSchema(json)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[{}", "[{\"a\": }]", "[{" + NEEDED + "}] x", "[{" + NEEDED + "}] []"})
    void refusesWhatIsNoJson(String json) {
        assertThat(problems(json)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("published")
    void acceptsEveryPublishedDescription(Path file) throws IOException {
        var json = Files.readString(file);

        assertThat(problems(json)).isEmpty();
        assertThat(fitsTheSchema(json)).isTrue();
    }

    /** Those of the example, and those of p3s where they are beside the project. */
    static Stream<Path> published() throws IOException {
        var own = Stream.of("jobs.json", "noise.json").map(Path.of("../deploy/examples/waveforms")::resolve);
        if (!Files.isDirectory(PUBLISHED)) {
            return own;
        }
        try (var files = Files.list(PUBLISHED)) {
            return Stream.concat(own, files.sorted().toList().stream());
        }
    }

    @Test
    void acceptsOneDescriptionThatNamesItsSchema() {
        assertThat(problems("{\"$schema\": \"job.schema.json\", " + NEEDED + "}"))
                .isEmpty();
    }

    @Test
    void tellsWhereTheTextCeasesToBeJson() {
        assertThat(problems("[{" + NEEDED + "},\n  {\"name\": \"a\",, }]"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.reason()).startsWith("this is not JSON");
                    assertThat(it.line()).isEqualTo(2);
                    assertThat(it.column()).isBetween(14, 16);
                });
    }

    @Test
    void namesEveryProblemOfEveryJob() {
        var problems = problems(
                "[{\"timeout\": -1, \"mood\": [1, 2]}, 5, {" + NEEDED + "}, {\"payload\": \" \", \"jobtype\": \"-\"}]");

        assertThat(problems)
                .extracting(it -> it.index() + " " + it.field())
                .containsExactlyInAnyOrder(
                        "0 timeout", "0 mood", "0 jobtype", "0 payload", "1 null", "3 payload", "3 jobtype");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        var problems = problems("[{" + NEEDED + ", \"key\": \"a\"}, {" + NEEDED + ", \"key\": \"a\"}]");

        assertThat(problems).singleElement().satisfies(it -> {
            assertThat(it.index()).isEqualTo(1);
            assertThat(it.field()).isEqualTo("key");
        });
    }

    @Test
    void refusesAnOutputWhoseVariableNamesNoFile() {
        assertThat(problems(
                        "[{" + NEEDED + ", \"env\": {\"RMS\": \"/data/\"}, \"outputs\": [\"a\", \"$RMS\", \"$RSM\"]}]"))
                .extracting(FieldError::field)
                .containsExactly("outputs[1]", "outputs[2]");
    }

    @Test
    void countsWhatIsTooLarge() {
        var variable = "\u00e9".repeat(40_000);

        assertThat(problems("{" + NEEDED + ", \"env\": {\"A\": \"" + variable + "\"}}"))
                .extracting(FieldError::field)
                .containsExactly("env");
        assertThat(problems("{" + NEEDED + ", \"metadata\": [\"" + variable + "\"]}"))
                .extracting(FieldError::field)
                .containsExactly("metadata");
        assertThat(problems("[" + ("{" + NEEDED + "},").repeat(100_000) + "{" + NEEDED + "}]"))
                .singleElement()
                .extracting(FieldError::reason)
                .asString()
                .contains("in parts");
        assertThat(problems("[" + "{},".repeat(2000) + "{}]")).hasSize(1000);
    }

    /** Another keyword would be passed over in silence. */
    @Test
    void interpretsEveryKeywordOfTheSchema() {
        var understood = Set.of(
                "$ref",
                "type",
                "not",
                "pattern",
                "maxLength",
                "minimum",
                "maximum",
                "items",
                "maxItems",
                "properties",
                "patternProperties",
                "additionalProperties",
                "propertyNames",
                "required");
        var saidByRules = Set.of("if", "then"); // timeout and timelimit
        var forPeople = Set.of("title", "description", "default", "examples", "errorMessage");
        var used = new TreeSet<String>();

        SCHEMA.path("$defs").forEach(it -> collect(it, used));

        used.removeAll(understood);
        used.removeAll(saidByRules);
        used.removeAll(forPeople);
        assertThat(used).isEmpty();
    }

    private static void collect(JsonNode schema, Set<String> keywords) {
        if (!schema.isObject()) {
            return;
        }
        keywords.addAll(schema.propertyNames());
        for (var name : List.of("not", "items", "additionalProperties", "propertyNames")) {
            collect(schema.path(name), keywords);
        }
        schema.path("properties").forEach(it -> collect(it, keywords));
        schema.path("patternProperties").forEach(it -> collect(it, keywords));
    }

    @Test
    void describesEveryAttribute() {
        var attributes = SCHEMA.at("/$defs/description/properties");

        assertThat(attributes.propertyStream())
                .allSatisfy(it -> assertThat(it.getValue().path("description").asString(""))
                        .as(it.getKey())
                        .hasSizeGreaterThan(20));
        assertThat(attributes.size()).isEqualTo(25);
    }

    private static List<FieldError> problems(String json) {
        return DescriptionCheck.of(json.getBytes(UTF_8)).problems();
    }

    private static boolean fitsTheSchema(String json) {
        return COMPLETE.validate(JsonMapper.shared().readTree(json)).isEmpty();
    }

    private static JsonNode schema() {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(Path.of("../docs/schema/job.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
