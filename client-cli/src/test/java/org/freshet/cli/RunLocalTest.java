package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said before a payload runs; that it runs is shown with the pilot's real program. */
class RunLocalTest {

    private final CommandRun freshet = new CommandRun().with("FRESHET_LOCAL_PILOT_JAR", "/nonexistent/pilot.jar");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"payload\": \"x\"} | jobtype: missing",
                "{\"jobtype\": \"a\", \"payload\": \" \"} | payload: a text is expected, not empty",
                "{\"jobtype\": \"a\", \"payload\": \"x\", \"timeout\": -5} | timeout: whole seconds are expected",
                "{\"jobtype\": \"a\", \"payload\": \"x\", \"timeout\": 1, \"timelimit\": 1} | given twice",
                "{\"jobtype\": \"a\", \"payload\": \"x\", \"env\": []} | env: an object of texts is expected",
                "{\"jobtype\": \"a\", \"payload\": \"x\", \"env\": {\"A\": {}}} | env.A: a text, a number or a boolean",
                "{\"jobtype\": \"a\", \"payload\": \"x\", \"outputs\": [\"$RMS\"]} | outputs[0]: \"$RMS\" needs a variable",
                "{\"jobtype\": \"a\", \"payload\": \"x\", \"paylaod\": 1} | paylaod: unknown attribute",
                "[3] | job 0, a job description, an object, is expected",
                "[] | the list is empty",
                "{ | stdin:1:",
            })
    void refusesADescriptionThatCannotRun(String description, String complaint) {
        var result = freshet.withInput(description).run("run-local", "-");

        assertThat(result.code()).as(result.err()).isEqualTo(7);
        assertThat(result.err()).contains(complaint);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void saysWhereTheProgramThatRunsPayloadsShouldBe() {
        var result = freshet.withInput("{\"jobtype\": \"a\", \"payload\": \"/bin/true\", \"timeout\": \"60\"}")
                .run("run-local", "-");

        assertThat(result.code()).isEqualTo(70);
        assertThat(result.err()).contains("/nonexistent/pilot.jar", "is not there", "bin/freshet");
    }

    @Test
    void printsItsDocumentAlsoWhenThePilotsProgramWasEnded(@TempDir Path temporary) throws IOException {
        var noProgram = Files.writeString(temporary.resolve("pilot.jar"), "ends at once");

        var result = freshet.with("FRESHET_LOCAL_PILOT_JAR", noProgram.toString())
                .with("TMPDIR", temporary.toString())
                .withInput("{\"jobtype\": \"a\", \"payload\": \"/bin/true\"}")
                .run("run-local", "-", "--json");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json().path("state").asString()).isEqualTo("FAILED");
        assertThat(result.json().path("reason").asString()).isEqualTo("PILOT_LOST");
        assertThat(result.err()).startsWith("a failed. The pilot's program was ended before its payload");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--name c | None of 2 jobs in stdin fits: choose one by --index or --name. There are: 0 (a), 1 (b).",
                "--index 2 | None of 2 jobs in stdin fits",
                "--name=a --index=1 | None of 2 jobs in stdin fits",
                "--site=../x | is not the name of a site",
            })
    void needsOneJob(String options, String complaint) {
        var arguments = ("run-local - " + options + (options.startsWith("--site") ? " --index 0" : "")).split(" ");

        var result = freshet.withInput("[{\"name\": \"a\", \"jobtype\": \"t\", \"payload\": \"x\"},"
                        + " {\"jobtype\": \"b\", \"payload\": \"x\"}]")
                .run(arguments);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(complaint);
    }

    @Test
    void saysWhenTheServerKnowsNoSuchSite() throws IOException {
        try (var server = new ContractServer()) {
            var result = CommandRun.against(server)
                    .withInput("{\"jobtype\": \"a\", \"payload\": \"x\"}")
                    .run("run-local", "-", "--site", "nowhere");

            assertThat(result.code()).isEqualTo(5);
            assertThat(result.err()).contains("knows no site 'nowhere'. Nothing was run");
            assertThat(server.last().path()).isEqualTo("/api/v1/sites/nowhere");
        }
    }
}
