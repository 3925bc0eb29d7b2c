package org.freshet.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Invalid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JobDescriptionReaderTest {

    private static final String NEEDED = "\"jobtype\": \"evdisp\", \"payload\": \"/bin/true\"";

    private final JobDescriptionReader reader = new JobDescriptionReader(JsonMapper.shared());

    private JobDescriptionReader.Descriptions read(String json) {
        return reader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private JobDescription readOne(String attributes) {
        return read("{" + NEEDED + ", " + attributes + "}").jobs().getFirst();
    }

    private List<FieldError> refusals(String json) {
        var refusal = catchThrowableOfType(Invalid.class, () -> read(json));
        assertThat(refusal).as("refused: " + json).isNotNull();
        return refusal.errors();
    }

    @Test
    void fillsInWhatIsNotSaid() {
        var job = read("{" + NEEDED + "}").jobs().getFirst();

        assertThat(job.name()).isEqualTo("evdisp");
        assertThat(job.timeLimitSeconds()).isEqualTo(1000);
        assertThat(job.priority()).isZero();
        assertThat(job.held()).isTrue();
        assertThat(job.retries()).isZero();
        assertThat(job.noRetryExitCodes()).isEmpty();
        assertThat(job.maxLosses()).isEqualTo(3);
        assertThat(job.exclusive()).isFalse();
        assertThat(job.env()).isEmpty();
        assertThat(job.requirement()).isEqualTo(new Requirement("evdisp", null, 1, 0, 0, List.of(), 1000));
    }

    @Test
    void refusesMoreExitCodesThanThereAre() {
        assertThat(refusals("[{" + NEEDED + ", \"noRetryExitCodes\": [" + "1,".repeat(255) + "1]}]"))
                .singleElement()
                .satisfies(it -> assertThat(it.reason()).contains("more than 255 entries"));
    }

    /** Else the key of a job that an older release took would be another job's. */
    @Test
    void leavesWhatIsNewOutOfTheDigestUnlessItIsSaid() {
        var mapper = JsonMapper.shared();

        assertThat(mapper.writeValueAsString(readOne("\"retries\": 1"))).doesNotContain("noRetryExitCodes");
        assertThat(mapper.writeValueAsString(readOne("\"noRetryExitCodes\": [2]")))
                .contains("\"noRetryExitCodes\":[2]");
    }

    @Test
    void readsEveryAttribute() {
        var job = readOne("""
                "name": "Event display 5077", "timeout": 60, "priority": -3, "state": "defined", "site": "cern",
                "cores": 2, "memoryMb": 4000, "diskMb": 500, "tags": ["ssd", "gpu", "ssd"], "retries": 2,
                "noRetryExitCodes": [137, "2", 3, 2], "maxLosses": 0,
                "exclusive": true, "outputs": ["a.png", "b/c.json"], "usefulFor": 600, "dataTime": "2026-11-20T04:12:47+01:00",
                "run": 5077, "subrun": 1, "metadata": {"beam": [1, "up"]}, "key": "5077.1"
                """);

        assertThat(job.name()).isEqualTo("Event display 5077");
        assertThat(job.priority()).isEqualTo(-3);
        assertThat(job.held()).isFalse();
        assertThat(job.requirement())
                .isEqualTo(new Requirement("evdisp", "cern", 2, 4000, 500, List.of("gpu", "ssd"), 60));
        assertThat(job.retries()).isEqualTo(2);
        assertThat(job.noRetryExitCodes()).containsExactly(2, 3, 137);
        assertThat(job.maxLosses()).isZero();
        assertThat(job.exclusive()).isTrue();
        assertThat(job.outputs()).containsExactly("a.png", "b/c.json");
        assertThat(job.usefulFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(job.dataTime()).isEqualTo(Instant.parse("2026-11-20T03:12:47Z"));
        assertThat(job.run()).isEqualTo(5077);
        assertThat(job.subrun()).isEqualTo(1);
        assertThat(job.metadata()).isEqualTo("{\"beam\":[1,\"up\"]}");
        assertThat(job.key()).isEqualTo("5077.1");
    }

    @Test
    void takesNumbersAsTextsAndTurnsVariablesIntoTexts() {
        var job = readOne(
                "\"timeout\": \" 100 \", \"priority\": \"7\", \"env\": {\"N\": 1.50, \"ON\": true, \"S\": \"s\"}");

        assertThat(job.timeLimitSeconds()).isEqualTo(100);
        assertThat(job.priority()).isEqualTo(7);
        assertThat(job.env()).isEqualTo(Map.of("N", "1.50", "ON", "true", "S", "s"));
    }

    @Test
    void takesTimelimitForTimeoutAndZeroForTheDefaultWithANotice() {
        var read = read("[{" + NEEDED + ", \"timelimit\": 60}, {" + NEEDED + ", \"timeout\": 0}]");

        assertThat(read.jobs()).extracting(JobDescription::timeLimitSeconds).containsExactly(60, 1000);
        assertThat(read.notices()).singleElement().asString().contains("1000 s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            600      | PT10M
            '"600"'  | PT10M
            '"PT2H"' | PT2H
            '"p1d"'  | PT24H
            """)
    void takesAUsefulTimeInSecondsOrAsADuration(String json, Duration expected) {
        assertThat(readOne("\"usefulFor\": " + json).usefulFor()).isEqualTo(expected);
    }

    @Test
    void ignoresNotesOfOthersAndNulls() {
        var job = readOne(
                "\"x-shift\": {\"a\": [1]}, \"_comment\": \"no\", \"site\": null, \"_\": [[]], \"priority\": 4");

        assertThat(job.requirement().site()).isNull();
        assertThat(job.priority()).isEqualTo(4);
    }

    @Test
    void takesAFileThatAVariableNamesForAnOutput() {
        var job = readOne("\"env\": {\"RMS\": \"/data/rms.svg\"}, \"outputs\": [\"summary.json\", \"$RMS\"]");

        assertThat(job.outputs()).containsExactly("summary.json", "$RMS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "env": {"RMS": "/data/a"}, "outputs": ["a", "$RSM"]  | env has no variable "RSM"
            "env": {"RMS": ""}, "outputs": ["a", "$RMS"]         | env has no variable "RMS"
            "outputs": ["a", "$"], "env": {"A": "b"}             | env has no variable ""
            "env": {"RMS": "/data/"}, "outputs": ["a", "$RMS"]   | path of a directory
            "env": {"RMS": ".."}, "outputs": ["a", "$RMS"]       | path of a directory
            "env": {"FRESHET_X": "a"}, "outputs": ["a", "$FRESHET_X"] | Freshet's own
            """)
    void refusesAnOutputWhoseVariableNamesNoFile(String attributes, String reason) {
        var errors = refusals("[{" + NEEDED + "},\n {" + NEEDED + ",\n" + attributes + "}]");

        assertThat(errors).singleElement().satisfies(it -> {
            assertThat(it.index()).isEqualTo(1);
            assertThat(it.field()).isEqualTo("outputs[1]");
            assertThat(it.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = {"/refused.csv", "/refused-by-rules.csv"},
            delimiter = '|',
            quoteCharacter = '`')
    void refusesWhatDoesNotFitAndNamesTheField(String attributes, String field, String word) {
        var errors = refusals("[{" + NEEDED + "},\n {" + NEEDED + ",\n" + attributes + "}]");

        assertThat(errors).singleElement().satisfies(it -> {
            assertThat(it.index()).isEqualTo(1);
            assertThat(it.field()).isEqualTo(field);
            assertThat(it.reason()).contains(Objects.requireNonNullElse(word, ""));
            assertThat(it.line()).isEqualTo(3);
            assertThat(it.column()).isPositive();
        });
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/accepted.csv", delimiter = '|', quoteCharacter = '`')
    void acceptsWhatIsDescribed(String attributes) {
        assertThat(read("[{" + NEEDED + ", " + attributes + "}]").jobs()).hasSize(1);
    }

    @Test
    void ignoresTheSchemaThatAnEditorChecksWith() {
        assertThat(readOne("\"$schema\": \"https://freshet.example/schema/job.schema.json\", \"priority\": 4")
                        .priority())
                .isEqualTo(4);
    }

    @Test
    void namesEveryProblemOfEveryJob() {
        var errors = refusals(
                "[{\"timeout\": -1, \"mood\": [1, 2]}, 5, {" + NEEDED + "}, {\"payload\": \" \", \"jobtype\": \"-\"}]");

        assertThat(errors)
                .extracting(it -> it.index() + " " + it.field())
                .containsExactlyInAnyOrder(
                        "0 timeout", "0 mood", "0 jobtype", "0 payload", "1 null", "3 payload", "3 jobtype");
    }

    @Test
    void refusesAKeyThatStandsTwiceInOneList() {
        var errors = refusals("[{" + NEEDED + ", \"key\": \"a\"}, {" + NEEDED + ", \"key\": \"a\"}]");

        assertThat(errors).singleElement().satisfies(it -> {
            assertThat(it.index()).isEqualTo(1);
            assertThat(it.field()).isEqualTo("key");
        });
    }

    @Test
    void refusesMoreVariablesThanFit() {
        var fits = "{\"env\": {\"A\": \"" + "x".repeat(65_536 - 3) + "\"}, " + NEEDED + "}";
        var tooLong = "{\"env\": {\"A\": \"" + "x".repeat(65_536 - 2) + "\"}, " + NEEDED + "}";

        assertThat(read(fits).jobs()).hasSize(1);
        assertThat(refusals(tooLong)).singleElement().extracting("field").isEqualTo("env");
    }

    @Test
    void countsVariablesInBytes() {
        var tooLong = "{\"env\": {\"A\": \"" + "\u00e9".repeat(40_000) + "\"}, " + NEEDED + "}";

        assertThat(refusals(tooLong)).singleElement().extracting("field").isEqualTo("env");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "5",
                "\"job\"",
                "null",
                "[5]",
                "{}",
                "[{}",
                "[{" + NEEDED + "}] x",
                "[{" + NEEDED + "}] []"
            })
    void refusesWhatIsNoListOfDescriptions(String json) {
        assertThat(refusals(json)).isNotEmpty();
    }

    @Test
    void tellsWhereTheTextCeasesToBeJson() {
        var errors = refusals("[{" + NEEDED + "},\n  {\"name\": \"a\",, }]");

        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().reason()).startsWith("this is not JSON");
        assertThat(errors.getFirst().line()).isEqualTo(2);
        assertThat(errors.getFirst().column()).isBetween(14, 16);
    }

    @Test
    void stopsAfterAThousandProblems() {
        var bad = "{\"mood\": 1}";

        assertThat(refusals("[" + (bad + ",").repeat(2000) + bad + "]")).hasSize(InputErrors.MOST);
    }

    @Test
    void refusesMoreJobsThanOneCallMayHold() {
        var refusal = catchThrowableOfType(
                Invalid.class,
                () -> read("[" + ("{" + NEEDED + "},").repeat(JobDescriptionReader.MOST_JOBS) + "{" + NEEDED + "}]"));

        assertThat(refusal).hasMessageContaining("100000").hasMessageContaining("in parts");
    }
}
