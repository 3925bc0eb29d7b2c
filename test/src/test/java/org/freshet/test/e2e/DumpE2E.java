package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Restored;
import org.freshet.test.support.Api;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database moves from one installation to another by a dump. */
@Timeout(240)
class DumpE2E {

    private static final Set<String> SINCE_SCHEMA_10 = Set.of(
            "dag",
            "dag_version",
            "data_type",
            "workflow",
            "vertex",
            "vertex_parent",
            "dataset",
            "acknowledgement",
            "host_ban",
            "bulk",
            "bulk_job",
            "saved_view",
            "alarm",
            "alarm_look",
            "alarm_silence",
            "shift_note",
            "tally_end",
            "change_tally",
            "result_tally",
            "purged_jobs");

    private static final String[] COPIED = {
        "account",
        "installation",
        "job",
        "job_type",
        "requirement",
        "attempt",
        "job_log",
        "data_type",
        "dag",
        "dag_version"
    };

    private static Installation old;
    private static String exported = "";
    private static Path dump;
    private static List<JobView> jobs;
    private static long lastId;

    @BeforeAll
    static void dump() throws IOException {
        old = Installation.create();
        dump = old.directory().resolve("freshet.dump");
        try (var server = RunningServer.start(old)) {
            var api = server.api();
            api.submit(aJob().with("name", "Gänge, \"quoted\"\n\\N").times(20));
            api.submit(aJob().with("payload", "/bin/false").with("metadata", Map.of("run", 1837, "detector", "tpc")));
            api.submit(aJob().with("tags", List.of("nowhere")));
            var held = api.submit(aJob().with("state", "template"));
            old.run("bin/freshet datatype add deploy/examples/waveforms/datatypes.json")
                    .successful();
            old.run(
                            "bin/freshet dag load workflows/src/main/resources/org/freshet/workflows/templates/waveforms.graphml")
                    .successful();
            server.await("all have ended that can", () -> open(server) == 2);
            api.change(held, "cancel");
            old.run("bin/freshet db dump " + dump).successful();
            exported = old.run("bin/freshet dag export waveforms").successful().out();
            jobs = api.jobs("?limit=100");
            lastId = held.value();
        }
    }

    @AfterAll
    static void remove() {
        old.close();
    }

    private static long open(RunningServer server) {
        return server.summary().jobs().entrySet().stream()
                .filter(it -> !it.getKey().isFinal())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void isAFileForItsOwnerOnlyThatReplacesAnOlderOneWhenItIsWhole() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump)))
                .isEqualTo("rw-------");
        try (var files = Files.list(old.directory())) {
            assertThat(files).noneMatch(it -> it.toString().endsWith(".part"));
        }
    }

    /** However long leases are: local pilots of the old installation keep no job and no place of a new one. */
    @Test
    void movesEverythingIntoANewInstallationThatGoesOnWithIt() throws IOException {
        try (var installation = Installation.create(Map.of("FRESHET_PILOT_IDLE_LEASE", "1h"));
                var server = RunningServer.start(installation)) {
            var restored = Api.JSON.readValue(
                    installation
                            .run("bin/freshet db restore " + dump + " --json")
                            .successful()
                            .out(),
                    Restored.class);

            assertThat(server.api().jobs("?limit=100")).isEqualTo(jobs);
            assertThat(restored.rows()).containsEntry("job", (long) jobs.size());
            var again = installation.directory().resolve("again.dump");
            installation.run("bin/freshet db dump " + again).successful();
            // What the new server added: its token, its secret of the local site, its own pilots and history.
            assertThat(lines(again, COPIED)).isEqualTo(lines(dump, COPIED));
            assertThat(restored.rows()).containsEntry("dag", 1L).containsEntry("dag_version", 1L);
            assertThat(installation
                            .run("bin/freshet dag export waveforms")
                            .successful()
                            .out())
                    .isEqualTo(exported);
            assertThat(lines(again, "event").get("event"))
                    .containsAll(lines(dump, "event").get("event"));

            var next = server.api().submit(aJob());
            assertThat(next).isEqualTo(new JobId(lastId + 1));
            server.await(next, JobState.FINISHED);
            var refused = installation.run("bin/freshet db restore " + dump);
            assertThat(refused.exitCode()).isEqualTo(6);
            assertThat(refused.err()).startsWith("This server has jobs already");
        }
    }

    @Test
    void bringsADumpOfAnOlderSchemaUpToDate() throws IOException {
        try (var installation = Installation.create();
                var server = RunningServer.start(installation)) {
            var older = asOfSchema10(installation.directory().resolve("older.dump"));

            var restored = Api.JSON.readValue(
                    installation
                            .run("bin/freshet db restore " + older + " --json")
                            .successful()
                            .out(),
                    Restored.class);

            assertThat(restored.schema()).isEqualTo("010");
            assertThat(server.api().jobs("?limit=100")).isEqualTo(jobs);
            server.await(server.api().submit(aJob()), JobState.FINISHED);
        }
    }

    /**
     * That schema had neither DAGs nor workflows nor alarms, sites did not state what their pilots ask for, jobs knew neither exit codes
     * nor loose outputs nor items, and nobody knew what machines did and payloads used.
     */
    private static Path asOfSchema10(Path target) throws IOException {
        try (var in = new ZipFile(dump.toFile());
                var out = new ZipOutputStream(Files.newOutputStream(target))) {
            long removed = 0;
            for (var entry : inOrderOfSchema10(in)) {
                var text = new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                switch (entry.getName()) {
                    case "manifest.json" ->
                        write(out, entry, text.replaceFirst("\"schema\":\"[0-9]+\"", "\"schema\":\"010\""));
                    case "end.json" -> write(out, entry, endOfSchema10(text, removed));
                    case "tables/event.csv" -> {
                        var kept = text.replaceAll("(?m)^[^,\n]*,(dag|datatype|alarm|silence|shiftnote),.*\n", "");
                        removed = text.lines().count() - kept.lines().count();
                        write(out, entry, kept);
                    }
                    // The last four columns, which say nothing of the only site.
                    case "tables/site.csv" ->
                        write(out, entry, text.replaceAll("(?m),[^,\n]*,[^,\n]*,[^,\n]*,[^,\n]*$", ""));
                    // The last column, which says nothing of any type.
                    case "tables/job_type.csv" -> write(out, entry, text.replaceAll("(?m),(late_after_s)?$", ""));
                    case "tables/job.csv" ->
                        write(
                                out,
                                entry,
                                text.replaceAll("(?m),(no_retry_exit_codes,loose_outputs,fan_out|\\{\\},,)$", ""));
                    case "tables/attempt.csv" ->
                        write(out, entry, text.replaceAll("(?m),(cpu_ms,memory_mb|[0-9]*,[0-9]*)$", ""));
                    case "tables/pilot.csv" ->
                        write(
                                out,
                                entry,
                                text.replaceAll(
                                        "(?m),(processors,load,machine_mb,free_memory_mb,free_disk_mb,machine_at|[0-9]*,[0-9.e-]*,[0-9]*,[0-9]*,[0-9]*,[^,\n]*)$",
                                        ""));
                    default -> {
                        if (!SINCE_SCHEMA_10.contains(entry.getName().replaceAll("^tables/|\\.csv$", ""))) {
                            write(out, entry, text);
                        }
                    }
                }
            }
            assertThat(removed).isPositive();
        }
        return target;
    }

    /** There attempts had a foreign key to jobs. */
    private static List<ZipEntry> inOrderOfSchema10(ZipFile in) {
        var entries = new ArrayList<ZipEntry>(Collections.list(in.entries()));
        for (var name : List.of("tables/job_log.csv", "tables/attempt.csv")) {
            var afterJobs = in.getEntry(name);
            entries.removeIf(it -> it.getName().equals(name));
            var jobs = entries.stream().map(ZipEntry::getName).toList().indexOf("tables/job.csv");
            entries.add(jobs + 1, afterJobs);
        }
        return entries;
    }

    private static String endOfSchema10(String text, long fewerEvents) {
        var events = Pattern.compile("\"event\":([0-9]+)");
        return events.matcher(text.replaceAll("\"(" + String.join("|", SINCE_SCHEMA_10) + ")\":[0-9]+,?", ""))
                .replaceAll(it -> "\"event\":" + (Long.parseLong(it.group(1)) - fewerEvents))
                .replace(",}", "}");
    }

    private static void write(ZipOutputStream out, ZipEntry as, String text) throws IOException {
        out.putNextEntry(new ZipEntry(as.getName()));
        ((OutputStream) out).write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The rows of tables, in the order of their text. */
    private static Map<String, List<String>> lines(Path file, String... tables) throws IOException {
        var lines = new TreeMap<String, List<String>>();
        try (var archive = new ZipFile(file.toFile())) {
            for (var table : tables) {
                var content = archive.getInputStream(archive.getEntry("tables/" + table + ".csv"));
                try (var reader = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8))) {
                    lines.put(table, reader.lines().sorted().toList());
                }
            }
        }
        return lines;
    }
}
