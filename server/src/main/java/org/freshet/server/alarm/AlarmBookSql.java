package org.freshet.server.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.server.alarm.Looks.Looked;
import org.freshet.server.platform.Columns;
import org.freshet.server.platform.Rows;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Begins, keeps and ends alarms, all by one statement each. Served by alarm_open: what is over is not looked at. */
@Repository
class AlarmBookSql {

    private static final String NOW = """
            select now() as now
            """;

    // Until the transaction ends. Another server looks at the same things at this moment.
    private static final String TAKE_TURN = """
            select pg_try_advisory_xact_lock(7301018)
            """;

    private static final String FOUND = """
            unnest(:rules, :objects, :severities, :briefs, :sentences, :details, :commands, :values, :limits, :begins)
              as f(rule, object, severity, brief, sentence, detail, command, value, limit_value, begins)
            """;

    private static final String RAISE = """
            insert into alarm (rule, object, severity, brief, sentence, detail, command, value, limit_value)
            select f.rule, f.object, f.severity, f.brief, f.sentence, f.detail, f.command, f.value, f.limit_value
            from %s
            where f.begins
            on conflict (rule, object) where cleared_at is null do nothing
            returning id, rule, object, severity, brief, sentence, raised_at, raised_at as until
            """.formatted(FOUND);

    private static final String KEEP = """
            update alarm a
            set severity = f.severity, brief = f.brief, sentence = f.sentence, detail = f.detail, command = f.command,
              value = f.value, limit_value = f.limit_value, quiet_since = null
            from %s
            where a.rule = f.rule and a.object = f.object and a.cleared_at is null
              and (a.quiet_since is not null
                or (a.severity, a.brief, a.sentence, a.detail, a.command, a.value, a.limit_value)
                  is distinct from (f.severity, f.brief, f.sentence, f.detail, f.command, f.value, f.limit_value))
            """.formatted(FOUND);

    // What is or is not so is over at once; what is measured, when it was well for long enough.
    private static final String END = """
            update alarm a
            set quiet_since = coalesce(a.quiet_since, now()),
              cleared_at = case
                when a.value is null
                  or coalesce(a.quiet_since, now()) <= now() - make_interval(secs => :patience::double precision)
                then now() end
            where a.cleared_at is null and a.rule = any(:looked)
              and not exists (select from unnest(:rules, :objects) as f(rule, object) where f.rule = a.rule and f.object = a.object)
            returning a.id, a.rule, a.object, a.severity, a.brief, a.sentence, a.raised_at, a.cleared_at as until
            """;

    private static final String LOOKED = """
            insert into alarm_look (at) values (now())
            on conflict (only_one) do update set at = excluded.at
            """;

    private final JdbcClient db;

    AlarmBookSql(JdbcClient db) {
        this.db = db;
    }

    /**
     * An alarm that began or is over.
     *
     * @param until when it was over
     */
    record Turned(
            long id,
            AlarmRule rule,
            String object,
            AlarmSeverity severity,
            String brief,
            String sentence,
            Instant raised,
            Instant until) {}

    Instant now() {
        return db.sql(NOW).query((row, n) -> Rows.requiredInstant(row, "now")).single();
    }

    /** Whether no other server looks just now. */
    boolean takeTurn() {
        return db.sql(TAKE_TURN).query(Boolean.class).single();
    }

    /** Those that began. */
    List<Turned> raise(List<Finding> found) {
        return with(RAISE, found).query(AlarmBookSql::turned).list();
    }

    /** Says of those that go on how they stand now. */
    void keep(List<Finding> found) {
        with(KEEP, found).update();
    }

    /**
     * Those that are over.
     *
     * @param looked what still goes on; of a rule that was not looked at, nothing is over
     * @param patience how long what is measured must be well
     */
    List<Turned> end(Looked looked, Duration patience) {
        var found = looked.found();
        return db
                .sql(END)
                .param("rules", Columns.array("text", found, it -> it.rule().name()))
                .param("objects", Columns.array("text", found, Finding::object))
                .param("looked", Columns.array("text", looked.rules(), Enum::name))
                .param("patience", patience.toMillis() / 1000.0)
                .query((row, n) -> row.getObject("until") == null ? List.<Turned>of() : List.of(turned(row, n)))
                .list()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Notes that all rules were looked at. */
    void looked() {
        db.sql(LOOKED).update();
    }

    private StatementSpec with(String statement, List<Finding> found) {
        return db.sql(statement)
                .param("rules", Columns.array("text", found, it -> it.rule().name()))
                .param("objects", Columns.array("text", found, Finding::object))
                .param(
                        "severities",
                        Columns.array("text", found, it -> it.severity().name()))
                .param("briefs", Columns.array("text", found, Finding::brief))
                .param("sentences", Columns.array("text", found, Finding::sentence))
                .param("details", Columns.array("text", found, Finding::detail))
                .param("commands", Columns.array("text", found, Finding::command))
                .param("values", Columns.array("float8", found, Finding::value))
                .param("limits", Columns.array("float8", found, Finding::limit))
                .param("begins", Columns.array("bool", found, Finding::begins));
    }

    private static Turned turned(ResultSet row, int n) throws SQLException {
        return new Turned(
                row.getLong("id"),
                AlarmRule.valueOf(row.getString("rule")),
                row.getString("object"),
                AlarmSeverity.valueOf(row.getString("severity")),
                row.getString("brief"),
                row.getString("sentence"),
                Rows.requiredInstant(row, "raised_at"),
                Rows.requiredInstant(row, "until"));
    }
}
