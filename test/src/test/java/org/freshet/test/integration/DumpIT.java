package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.freshet.test.support.Api;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a dump, and which dumps are refused, of which nothing must remain. */
class DumpIT {

    private static TestServer source;
    private static TestServer empty;
    private static byte[] dump;
    private static List<String> before;

    @BeforeAll
    static void start() throws Exception {
        source = TestServer.start("freshet.pilot.long-poll=1s");
        source.api().submit(aJob().with("name", "Zeitlupe \"äöü\", \\N\n\t€").times(30));
        var pilot = ScriptedPilot.register(source);
        pilot.say(false, ScriptedPilot.finished(pilot.claim()));
        dump = dump(source.api());
        empty = TestServer.start("freshet.api.max-body=1KB");
        before = content(empty);
    }

    @AfterAll
    static void stop() {
        source.close();
        empty.close();
    }

    @AfterEach
    void nothingWasChanged() {
        assertThat(content(empty)).isEqualTo(before);
        assertThat(empty.db()
                        .sql("select count(*) from pg_namespace where nspname like 'freshet%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void givesNobodyADumpWhoHasNoTokenOfAnAdministrator() {
        var token = "a-token-of-a-submitter-of-jobs";
        source.db().sql("""
                        with submitter as (insert into account (name, role) values ('submitter', 'SUBMITTER') returning id)
                        insert into token (account_id, name, hash)
                        select id, 'a token', sha256(convert_to(:token, 'UTF8')) from submitter
                        """).param("token", token).update();

        var withoutToken = new Api(source.url(), null).get("/api/v1/database/dump");
        var submitter = new Api(source.url(), token);

        assertThat(withoutToken.status()).isEqualTo(401);
        assertThat(submitter.get("/api/v1/jobs").status()).isEqualTo(200);
        assertThat(submitter.get("/api/v1/database/dump").problem().detail())
                .startsWith("This needs the role ADMIN; the account submitter has SUBMITTER.");
        assertThat(submitter.post("/api/v1/database/restore", "").status()).isEqualTo(403);
    }

    @Test
    void refusesToReplaceJobsAndSaysWhatToDo() {
        var answer = restore(source, dump);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem().detail())
                .startsWith("This server has jobs already")
                .contains("move pg/ in its FRESHET_HOME away");
    }

    @Test
    void refusesWhileAnotherServerWorksOnTheDatabase() {
        try (var other = TestServer.start(empty.database())) {
            var answer = restore(empty, dump);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.problem().detail()).contains(other.url().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 50, 80, 99})
    void refusesADumpThatIsCutShort(int percent) {
        var answer = restore(empty, Arrays.copyOf(dump, lengthOfContent() * percent / 100));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().detail())
                .startsWith("The dump cannot be restored.")
                .endsWith("Nothing was changed.");
    }

    @Test
    void refusesADumpOfWhichALineIsMissing() throws IOException {
        var answer = restore(empty, edited("tables/job.csv", it -> it.substring(0, it.lastIndexOf("\n31,") + 1)));

        assertRefused(answer, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            manifest.json       | "format":1       | "format":2           | is newer than this server (format 1
            manifest.json       | "schema":"NEW"   | "schema":"999"       | schema 999), which is newer than this server
            manifest.json       | "schema":"NEW"   | "schema":"the third" | Its schema version "the third" is none.
            manifest.json       | "format":1       | "format":one         | Its manifest.json cannot be read
            tables/job.csv      | name,jobtype     | name,nosuch          | has a column "nosuch", which its schema has not
            tables/job.csv      | DEFINED          | UNDEFINED            | The database refuses its rows
            end.json            | "job":30         | "job":29             | rows, and holds
            end.json            | "rows"           | "lines"              | cannot be read
            """)
    void refusesADumpThatSaysSomethingWrong(String entry, String right, String wrong, String sentence)
            throws IOException {
        var found = right.replace("NEW", newestSchema());

        var answer = restore(empty, edited(entry, it -> it.replace(found, wrong)));

        assertRefused(answer, sentence);
    }

    private static String newestSchema() {
        return source.db()
                .sql("select version from flyway_schema_history order by installed_rank desc limit 1")
                .query(String.class)
                .single();
    }

    @Test
    void refusesWhatIsNoDump() {
        assertRefused(restore(empty, "a text".getBytes(StandardCharsets.UTF_8)), "It is not a dump of Freshet");
    }

    private static void assertRefused(Api.Answer answer, String sentence) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem().detail()).contains(sentence).endsWith("Nothing was changed.");
    }

    private static byte[] dump(Api api) throws Exception {
        var request = api.request("/api/v1/database/dump").build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofByteArray()).body();
        }
    }

    /** Without the table of contents, which repeats what the archive has told. */
    private static int lengthOfContent() {
        return new String(dump, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    }

    private static Api.Answer restore(TestServer server, byte[] content) {
        var api = server.api();
        return api.send(
                api.request("/api/v1/database/restore").expectContinue(true).POST(BodyPublishers.ofByteArray(content)));
    }

    private interface Edit {
        String of(String content);
    }

    /** The dump with one of its entries changed. */
    private static byte[] edited(String name, Edit edit) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(new ByteArrayInputStream(dump));
                var out = new ZipOutputStream(result)) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                var content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                out.putNextEntry(new ZipEntry(entry.getName()));
                var changed = entry.getName().equals(name) ? edit.of(content) : content;
                out.write(changed.getBytes(StandardCharsets.UTF_8));
            }
        }
        return result.toByteArray();
    }

    private static List<String> content(TestServer server) {
        return server.db()
                .sql("select 'installation ' || id from installation union all select 'site ' || name from site"
                        + " union all select 'job ' || id from job")
                .query(String.class)
                .list();
    }
}
