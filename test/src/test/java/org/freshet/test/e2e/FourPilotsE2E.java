package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Page;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.PilotView;
import org.freshet.protocol.Submitted;
import org.freshet.protocol.Summary;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;

/** Four pilots and a thousand short jobs. */
@Timeout(180)
class FourPilotsE2E {

    private static final int JOBS = 1000;

    private static Installation installation;
    private static RunningServer server;
    private static Path marks;
    private static Submitted submitted;

    @BeforeAll
    static void runThem() throws IOException {
        installation = Installation.create(Map.of("FRESHET_LOCAL_PILOTS", "4"));
        marks = Files.createDirectory(installation.directory().resolve("marks"));
        server = RunningServer.start(installation);
        server.await("four pilots are alive", () -> alivePilots() == 4);
        var jobs = installation.write(
                "jobs.json",
                aJob().with("payload", "echo \"$FRESHET_JOB_ID.$FRESHET_ATTEMPT\" >> \"$MARKS/$FRESHET_JOB_ID\"")
                        .with("env", Map.of("P3S_EXECMODE", "1", "MARKS", marks.toString()))
                        .times(JOBS));
        var answer = installation.run("bin/freshet job submit " + jobs + " --json");
        submitted = Api.JSON.readValue(answer.successful().out(), Submitted.class);
        server.await("every job has ended", () -> ended(server.summary()) == JOBS);
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void runsEachJobOnce() throws IOException {
        assertThat(submitted.items()).hasSize(JOBS);
        for (var item : submitted.items()) {
            assertThat(marks.resolve(item.id().toString())).hasContent(item.id() + ".1");
        }
        try (var files = Files.list(marks)) {
            assertThat(files).hasSize(JOBS);
        }
    }

    @Test
    void sharesTheJobsAmongThePilots() {
        var pilots = Api.JSON
                .readValue(server.api().get("/api/v1/pilots").body(), new TypeReference<Page<PilotView>>() {})
                .items();

        assertThat(pilots).hasSize(4).extracting(PilotView::jobsDone).allMatch(it -> it > 0);
        assertThat(pilots.stream().mapToLong(PilotView::jobsDone).sum()).isEqualTo(JOBS);
    }

    @Test
    void countsThemTheSameOnThePageInTheCommandAndInTheTable() throws SQLException {
        var expected = new EnumMap<JobState, Long>(JobState.class);
        for (var state : JobState.values()) {
            expected.put(state, state == JobState.FINISHED ? JOBS : 0L);
        }

        var command = Api.JSON.readValue(
                installation.run("bin/freshet summary --json").successful().out(), Summary.class);
        var page = server.api().get("/").body();

        assertThat(command.jobs()).isEqualTo(expected);
        assertThat(command.jobsTotal()).isEqualTo(JOBS);
        assertThat(onPage(page)).isEqualTo(expected);
        assertThat(page).contains("data-live=\"jobs-total\">1,000 jobs<", "0 + 1,000 = 1,000 jobs");
        assertThat(inTable("job")).isEqualTo(Map.of(JobState.FINISHED, (long) JOBS));
        assertThat(inTable("attempt where result = 'FINISHED'")).isEqualTo(Map.of(JobState.FINISHED, (long) JOBS));
    }

    private static long alivePilots() {
        return server.summary().pilots().entrySet().stream()
                .filter(it -> it.getKey().isAlive())
                .filter(it -> it.getKey() != PilotState.SUBMITTED)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static long ended(Summary summary) {
        return summary.jobs().entrySet().stream()
                .filter(it -> it.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** What the overview shows beside each state. */
    private static Map<JobState, Long> onPage(String page) {
        var counts = new EnumMap<JobState, Long>(JobState.class);
        for (var state : JobState.values()) {
            var part = state.isFinal() ? "ended" : "in-flight";
            var shown = Pattern.compile(
                            "data-live=\"" + part + "-" + state.name().toLowerCase(Locale.ROOT) + "\">([0-9,]+)<")
                    .matcher(page);
            assertThat(shown.find()).as("%s on the overview", state).isTrue();
            counts.put(state, Long.valueOf(shown.group(1).replace(",", "")));
        }
        return counts;
    }

    private static Map<JobState, Long> inTable(String rows) throws SQLException {
        var column = rows.equals("job") ? "state" : "result";
        var counts = new EnumMap<JobState, Long>(JobState.class);
        try (var database = server.database();
                var statement = database.createStatement();
                var found = statement.executeQuery(
                        "select " + column + ", count(*) from " + rows + " group by " + column)) {
            while (found.next()) {
                counts.put(JobState.valueOf(found.getString(1)), found.getLong(2));
            }
        }
        return counts;
    }
}
