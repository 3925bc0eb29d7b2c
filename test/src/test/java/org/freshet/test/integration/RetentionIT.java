package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.freshet.test.support.JobText.aJob;

import java.sql.DriverManager;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.freshet.protocol.JobId;
import org.freshet.server.retention.Retention;
import org.freshet.test.support.Api;
import org.freshet.test.support.ServiceLogEntry;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes by itself when its time is over; the defaults of {@code freshet.retention}. */
class RetentionIT {

    private TestServer server;
    private Api api;

    @BeforeEach
    void start() {
        server = TestServer.start();
        api = server.api();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private boolean sweep() {
        return server.part(Retention.class).sweep();
    }

    private JobId cancelledJob(int daysAgo) {
        var job = api.submit(aJob());
        api.change(job, "cancel");
        server.db()
                .sql(
                        "update job set defined_at = now() - make_interval(days => :days), ended_at = now() - make_interval(days => :days) where id = :job")
                .param("days", daysAgo)
                .param("job", job.value())
                .update();
        return job;
    }

    private void change(String entity, int daysAgo) {
        server.db()
                .sql(
                        "insert into event (at, entity, entity_id, to_state, actor) values (now() - make_interval(days => :days), :entity, 4711, 'SEEN', 'service test')")
                .param("days", daysAgo)
                .param("entity", entity)
                .update();
    }

    private List<String> changesOf(String entity) {
        return server.db()
                .sql(
                        "select tableoid::regclass::text from event where entity = :entity and entity_id = 4711 order by at")
                .param("entity", entity)
                .query(String.class)
                .list();
    }

    private LocalDate monday(int weeksAhead) {
        return server.db()
                .sql("select now()")
                .query(OffsetDateTime.class)
                .single()
                .atZoneSameInstant(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusWeeks(weeksAhead);
    }

    private static String partition(LocalDate monday) {
        return "event_history_" + monday.toString().replace('-', '_');
    }

    private List<String> partitions() {
        return server.db()
                .sql(
                        "select inhrelid::regclass::text from pg_inherits where inhparent = 'event_history'::regclass order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void removesWhatIsOlderThanItsRetentionAndTellsItInOneLine() {
        var old = cancelledJob(91);
        var young = cancelledJob(89);
        change("pilot", 91);
        change("token", 366);
        change("token", 364);
        server.db()
                .sql("insert into service_log (at, service, message) values (now() - interval '91 d', 'night', 'old')")
                .update();

        assertThat(sweep()).isTrue();

        assertThat(api.get("/api/v1/jobs/" + old).status()).isEqualTo(404);
        assertThat(api.get("/api/v1/jobs/" + young).status()).isEqualTo(200);
        assertThat(changesOf("pilot")).isEmpty();
        assertThat(changesOf("token")).hasSize(1);
        assertThat(ServiceLogEntry.of(server, "night")).isEmpty();
        assertThat(ServiceLogEntry.of(server, "retention")).singleElement().satisfies(it -> {
            assertThat(it.message())
                    .isEqualTo(
                            "Removed what was older than its retention: 1 job; 1 change; 1 entry; 1 audited change.");
            assertThat(it.data().at("/jobs/total").asInt()).isEqualTo(1);
        });
        assertThat(sweep()).isFalse();
        assertThat(ServiceLogEntry.of(server, "retention")).hasSize(1);
    }

    @Test
    void keepsForEverWhatItIsTold() {
        server.close();
        server = TestServer.start(
                server.database(), "freshet.retention.jobs=0", "freshet.retention.audit=0", "freshet.retention.logs=0");
        api = server.api();
        var old = cancelledJob(3650);
        change("site", 3650);

        sweep();

        assertThat(api.get("/api/v1/jobs/" + old).status()).isEqualTo(200);
        assertThat(changesOf("site")).hasSize(1);
    }

    @Test
    void removesAlarmsThatWereOverForLongAndNoneThatGoesOn() {
        server.db()
                .sql("insert into alarm (rule, object, severity, brief, sentence, raised_at, cleared_at) values"
                        + " ('LATE', 'old', 'LATE', 'old', 'Old.', now() - interval '400 d', now() - interval '366 d'),"
                        + " ('LATE', 'young', 'LATE', 'young', 'Young.', now() - interval '400 d', now() - interval '364 d'),"
                        + " ('LATE', 'open', 'LATE', 'open', 'Open.', now() - interval '400 d', null)")
                .update();
        server.db()
                .sql("insert into alarm_silence (rule, reason, made_at, until, made_by) values ('LATE', 'old',"
                        + " now() - interval '367 d', now() - interval '366 d', 'mara')")
                .update();
        server.db()
                .sql("insert into shift_note (at, author, body) values (now() - interval '366 d', 'mara', 'old'),"
                        + " (now() - interval '364 d', 'mara', 'young')")
                .update();

        assertThat(sweep()).isTrue();

        assertThat(server.db()
                        .sql("select object from alarm order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("open", "young");
        assertThat(server.db()
                        .sql("select body from shift_note")
                        .query(String.class)
                        .list())
                .containsExactly("young");
        assertThat(ServiceLogEntry.latest(server, "retention").message())
                .isEqualTo("Removed what was older than its retention: 1 alarm with 1 silence, 1 shift note.");
    }

    @Test
    void neverRemovesAHeldJob() {
        var held = api.submit(aJob().with("state", "template"));
        server.db().sql("update job set defined_at = now() - interval '10 y'").update();

        sweep();

        assertThat(api.get("/api/v1/jobs/" + held).status()).isEqualTo(200);
    }

    @Test
    void makesTheWeeksToComeOnceHoweverManyServersDo() {
        var other = server.another();

        var made = Stream.of(server, other, server, other)
                .map(it -> CompletableFuture.supplyAsync(
                        () -> it.part(Retention.class).makeWeeksAhead()))
                .toList()
                .stream()
                .mapToInt(CompletableFuture::join)
                .sum();
        made += server.part(Retention.class).makeWeeksAhead();

        assertThat(made).isEqualTo(3);
        assertThat(partitions())
                .containsExactlyInAnyOrder(
                        "event_history_default", partition(monday(0)), partition(monday(1)), partition(monday(2)));
        change("job", 0);
        change("job", -8);
        assertThat(changesOf("job")).containsExactly(partition(monday(0)), partition(weekIn(8)));
        other.close();
    }

    private LocalDate weekIn(int days) {
        return server.db()
                .sql("select now() + make_interval(days => :days)")
                .param("days", days)
                .query(OffsetDateTime.class)
                .single()
                .atZoneSameInstant(ZoneOffset.UTC)
                .toLocalDate()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    @Test
    void leavesAWeekToTheDefaultPartitionThatHasChangesOfItAlready() {
        change("job", 0);

        var made = server.part(Retention.class).makeWeeksAhead();

        assertThat(made).isEqualTo(2);
        assertThat(changesOf("job")).containsExactly("event_history_default");
        change("job", 0);
        assertThat(changesOf("job")).hasSize(2);
    }

    @Test
    void dropsAWeekThatIsOverAndKeepsTheOneInWhichTheRetentionEnds() {
        for (var monday : List.of(monday(-14), monday(-12))) {
            server.db()
                    .sql("create table %s partition of event_history for values from ('%s 00:00Z') to ('%s 00:00Z')"
                            .formatted(partition(monday), monday, monday.plusWeeks(1)))
                    .update();
        }
        change("job", (int) ChronoUnit.DAYS.between(monday(-14), weekIn(0)) - 1);
        change("job", 80);

        sweep();

        assertThat(partitions()).doesNotContain(partition(monday(-14))).contains(partition(monday(-12)));
        assertThat(changesOf("job")).hasSize(1);
    }

    @Test
    void survivesAHistoryThatSomebodyHolds() throws Exception {
        var old = cancelledJob(91);
        server.db()
                .sql("create table %s partition of event_history for values from ('%s 00:00Z') to ('%s 00:00Z')"
                        .formatted(partition(monday(-20)), monday(-20), monday(-19)))
                .update();
        var database = server.database();
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select count(*) from event_history");

            var failure = catchThrowable(this::sweep);

            assertThat(failure).hasMessageContaining("lock timeout");
            assertThat(api.get("/api/v1/jobs/" + old).status()).isEqualTo(404);
            assertThat(ServiceLogEntry.latest(server, "retention").message()).contains("1 job");
            connection.rollback();
        }

        sweep();

        assertThat(partitions()).doesNotContain(partition(monday(-20)));
    }
}
