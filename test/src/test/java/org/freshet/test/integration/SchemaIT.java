package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.freshet.test.support.JobText.aJob;
import static org.freshet.test.support.ScriptedPilot.finished;
import static org.freshet.test.support.ScriptedPilot.started;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.DataTypeView;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.FailurePolicy;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobState;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.WorkflowState;
import org.freshet.test.support.ScriptedPilot;
import org.freshet.test.support.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;

/**
 * The database repeats the invariants: what no statement of the server does is refused by a constraint that says so. The
 * server has started, so Hibernate found the tables to be what its entities expect.
 */
class SchemaIT {

    private static final Pattern LITERAL = Pattern.compile("'([^']*)'::text");

    private static TestServer server;

    /** Jobs and pilots as the statements below name them: real ones, in the state of their name. */
    private static String waiting = "";

    private static String running = "";
    private static String finished = "";
    private static String busyPilot = "";
    private static String idlePilot = "";

    @BeforeAll
    static void start() {
        server = TestServer.start("freshet.pilot.long-poll=1s");
        var api = server.api();
        var idle = ScriptedPilot.register(server);
        finished = api.submit(aJob().with("key", "done")).toString();
        idle.say(false, finished(idle.claim()));
        idlePilot = idle.id().toString();
        running = api.submit(aJob()).toString();
        var busy = ScriptedPilot.register(server);
        busy.say(false, started(busy.claim()));
        busyPilot = busy.id().toString();
        waiting = api.submit(aJob()).toString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void knowsTheStatesAndReasonsThatTheProgramKnows() {
        assertThat(allowedBy("job_state")).containsExactlyInAnyOrderElementsOf(names(JobState.values()));
        assertThat(allowedBy("job_reason")).containsExactlyInAnyOrderElementsOf(names(FailureReason.values()));
        assertThat(allowedBy("acknowledgement_reason"))
                .containsExactlyInAnyOrderElementsOf(names(FailureReason.values()));
        assertThat(allowedBy("pilot_state")).containsExactlyInAnyOrderElementsOf(names(PilotState.values()));
        assertThat(allowedBy("job_log_stream")).containsExactlyInAnyOrderElementsOf(names(LogPart.Stream.values()));
        assertThat(allowedBy("data_type_output_checked"))
                .containsExactlyInAnyOrderElementsOf(names(DataTypeView.OutputCheck.values()));
        assertThat(allowedBy("workflow_state")).containsExactlyInAnyOrderElementsOf(names(WorkflowState.values()));
        assertThat(allowedBy("workflow_failure_policy"))
                .containsExactlyInAnyOrderElementsOf(names(FailurePolicy.values()));
        assertThat(allowedBy("dataset_state")).containsExactlyInAnyOrderElementsOf(names(DatasetState.values()));
        assertThat(allowedBy("alarm_rule")).containsExactlyInAnyOrderElementsOf(names(AlarmRule.values()));
        assertThat(allowedBy("alarm_silence_rule")).containsExactlyInAnyOrderElementsOf(names(AlarmRule.values()));
        assertThat(allowedBy("alarm_severity")).containsExactlyInAnyOrderElementsOf(names(AlarmSeverity.values()));
        assertThat(allowedBy("account_role")).containsExactly("VIEWER", "SUBMITTER", "OPERATOR", "ADMIN");
        assertThat(allowedBy("attempt_result"))
                .containsExactlyInAnyOrder(
                        "FINISHED", "FAILED", "CANCELLED", "GIVEN_BACK", "NEVER_CONFIRMED", "PILOT_LOST");
    }

    @Test
    void knowsTheFinalStates() {
        var finalStates = Arrays.stream(JobState.values())
                .filter(JobState::isFinal)
                .map(Enum::name)
                .toList();
        var ended = Arrays.stream(PilotState.values())
                .filter(it -> !it.isAlive())
                .map(Enum::name)
                .toList();

        assertThat(allowedBy("job_final_has_end")).containsExactlyInAnyOrderElementsOf(finalStates);
        assertThat(allowedBy("workflow_final_has_end"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(WorkflowState.values())
                        .filter(WorkflowState::isFinal)
                        .map(Enum::name)
                        .toList());
        assertThat(allowedBy("pilot_ended")).containsExactlyInAnyOrderElementsOf(ended);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            update attempt set pilot_id = BUSY, live = true, result = null, ended_at = null where job_id = FINISHED | attempt_one_live_per_pilot
            insert into attempt (job_id, attempt, pilot_id, site, jobtype) values (RUNNING, 2, IDLE, 'local', 'monitor') | attempt_one_live_per_job
            insert into attempt (job_id, attempt, pilot_id, site, jobtype, live) values (RUNNING, 1, IDLE, 'local', 'monitor', false) | attempt_pk
            insert into attempt (job_id, attempt, pilot_id, site, jobtype) values (WAITING, 0, IDLE, 'local', 'monitor') | attempt_number
            insert into job_log (job_id, attempt, stream, head, tail, total_bytes) values (RUNNING, 9, 'STDOUT', '', '', 0) | job_log_attempt_fk
            update attempt set result = 'GONE', live = false, ended_at = now() where job_id = RUNNING           | attempt_result
            update attempt set result = 'FINISHED', ended_at = now() where job_id = RUNNING                     | attempt_ended_is_not_live
            update attempt set result = 'FINISHED', live = false where job_id = RUNNING                         | attempt_result_has_end
            update attempt set ended_at = null where job_id = FINISHED                                          | attempt_result_has_end
            update attempt set result = 'FAILED', live = false, ended_at = now() where job_id = RUNNING         | attempt_failed_has_reason
            update attempt set reason = 'SIGNAL' where job_id = FINISHED                                        | attempt_failed_has_reason
            update job set state = 'FINISHED' where id = RUNNING                                                | job_final_has_end
            update job set ended_at = now() where id = RUNNING                                                  | job_final_has_end
            update job set ended_at = null where id = FINISHED                                                  | job_final_has_end
            update job set pilot_id = null where id = RUNNING                                                   | job_claimed_has_pilot
            update job set state = 'DISPATCHED' where id = WAITING                                              | job_claimed_has_pilot
            update job set attempt = 0 where id = RUNNING                                                       | job_claimed_has_pilot
            update job set started_at = null where id = RUNNING                                                 | job_running_has_start
            update job set state = 'FAILED', ended_at = now() where id = WAITING                                | job_failed_has_reason
            update job set reason = 'SIGNAL' where id = WAITING                                                 | job_failed_has_reason
            update job set state = 'FAILED', reason = 'FATE', ended_at = now() where id = WAITING               | job_reason
            update job set state = 'DONE' where id = WAITING                                                    | job_state
            update job set priority = 1001 where id = WAITING                                                   | job_priority
            update job set time_limit_s = 0 where id = WAITING                                                  | job_time_limit
            update job set losses = -1 where id = WAITING                                                       | job_tries
            update job set no_retry_exit_codes = '{0}' where id = WAITING                                       | job_no_retry_exit_codes
            update job set no_retry_exit_codes = '{2, 256}' where id = WAITING                                  | job_no_retry_exit_codes
            update job set no_retry_exit_codes = '{2, null}' where id = WAITING                                 | job_no_retry_exit_codes
            update job set loose_outputs = '["$A"]' where id = WAITING                                          | job_loose_outputs
            update job set key = 'no digest' where id = WAITING                                                 | job_key_has_digest
            update job set key = 'done', digest = '\\x00' where id = WAITING                                    | job_key_unique
            update job set workflow_id = 1 where id = WAITING                                                   | job_vertex_has_workflow
            update job set requirement_id = 999999 where id = WAITING                                           | job_requirement_fk
            update job set workflow_id = 999999, vertex = 'a' where id = WAITING                                | job_workflow_fk
            insert into workflow (name, dag, dag_version, state, owner, jobs, open) values ('w', 'd', 1, 'TEMPLATE', 'eve', 1, 2) | workflow_jobs
            insert into workflow (name, dag, dag_version, state, owner, jobs, open) values ('w', 'd', 1, 'TEMPLATE', 'eve', 1, 0) | workflow_final_has_no_open_job
            insert into workflow (name, dag, dag_version, state, owner, jobs, open) values ('w', 'd', 1, 'PAUSED', 'eve', 1, 1) | workflow_running_has_start
            insert into workflow (name, dag, dag_version, state, owner, jobs, open) values ('', 'd', 1, 'TEMPLATE', 'eve', 1, 1) | workflow_name_length
            insert into vertex (job_id, workflow_id, waiting) values (WAITING, 1, -1)                           | vertex_waiting
            insert into vertex (job_id, workflow_id, waiting) values (WAITING, 999999, 0)                       | vertex_workflow_fk
            insert into vertex_parent (parent, child) values (WAITING, WAITING)                                 | vertex_parent_not_itself
            insert into dataset (name, path) values ('f', '/f'), ('f', '/f')                                    | dataset_path_unique
            insert into dataset (name, path, state) values ('f', '/f', 'WRITTEN')                               | dataset_written_has_time
            insert into ready (class_id, priority, seq, job_id) select class_id, priority, seq, job_id from ready | ready_pk
            insert into ready (class_id, priority, seq, job_id) select class_id, priority, seq, 999999 from ready | ready_job_fk
            insert into requirement (jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s) select jobtype, site, cores, memory_mb, disk_mb, tags, time_limit_s from requirement limit 1 | requirement_unique
            insert into job_type (name) values ('-')                                                            | job_type_name_form
            update job_type set max_running = -1                                                                | job_type_limit_not_negative
            update job_type set late_after_s = 0                                                                | job_type_late_after
            insert into tally_end (only_one, at) values (false, now())                                          | tally_end_only_one
            insert into tally_end (at) values (now()), (now())                                                  | tally_end_pk
            insert into change_tally values (now(), '', 'DEFINED', 1), (now(), '', 'DEFINED', 2)                | change_tally_pk
            insert into result_tally values (now(), 't', 1, 2.5), (now(), 't', 1, 2.5)                          | result_tally_pk
            insert into job_log (job_id, attempt, stream, head, tail, total_bytes) values (RUNNING, 1, 'STDLOG', '', '', 0) | job_log_stream
            insert into job_log (job_id, attempt, stream, head, tail, total_bytes) values (RUNNING, 9, 'STDOUT', '', '', 0) | job_log_attempt_fk
            update pilot set load = -1 where id = IDLE                                                          | pilot_machine_not_negative
            update pilot set processors = 0 where id = IDLE                                                     | pilot_machine_not_negative
            update attempt set cpu_ms = -1 where job_id = FINISHED                                              | attempt_usage_not_negative
            insert into purged_jobs (ids, by) values ('{}', 'service retention')                                | purged_jobs_some
            update pilot set state = 'SLEEPY' where id = IDLE                                                   | pilot_state
            update pilot set state = 'LOST' where id = IDLE                                                     | pilot_ended
            update pilot set ended_at = now() where id = IDLE                                                   | pilot_ended
            update pilot set lease_until = null where id = IDLE                                                 | pilot_registered_has_lease
            insert into pilot (site, state, nonce) select site, 'SUBMITTED', nonce from pilot where id = IDLE   | pilot_nonce_unique
            insert into pilot (site, state, nonce) values ('nowhere', 'SUBMITTED', 'a nonce of its own')        | pilot_site_fk
            insert into installation (id) values (5)                                                            | installation_pk
            insert into installation (id, only_one) values (5, false)                                           | installation_only_one
            update installation set id = 1152921504606846976                                                    | installation_id_has_60_bits
            insert into account (name, role) values ('eve', 'GOD')                                              | account_role
            insert into account (name, role) select name, role from account                                     | account_name_unique
            insert into token (account_id, name, hash) select id, 'a short one', 'abc' from account             | token_hash_is_sha256
            insert into token (account_id, name, hash) select account_id, name, hash from token                 | token_hash_unique
            update site set cap = -1                                                                            | site_numbers_not_negative
            update site set paused = true                                                                       | site_paused_has_reason
            update site set name = '../etc'                                                                     | site_name_form
            insert into event (entity, entity_id, to_state, actor) values ('ghost', 1, 'SEEN', 'service night') | event_entity
            insert into data_type (name) values ('a b')                                                         | data_type_name_form
            insert into data_type (name, ext) values ('x', 'txt')                                               | data_type_ext_form
            insert into data_type (name, ext) values ('x', '.a/b')                                              | data_type_ext_form
            insert into data_type (name, output_check) values ('x', 'MAYBE')                                    | data_type_output_checked
            insert into data_type (name) values ('twice'), ('twice')                                            | data_type_name_unique
            insert into dag (name, owner, newest) values ('../x', 'mara', 1)                                    | dag_name_form
            insert into dag (name, owner, newest) values ('x', 'mara', 1), ('x', 'tom', 1)                      | dag_name_unique
            insert into dag (name, owner, newest) values ('x', 'mara', 0)                                       | dag_newest
            insert into dag_version (dag_id, version, description, graphml, digest, vertices, edges, loaded_by) values (999, 1, '', '', sha256(''), 1, 0, 'mara') | dag_version_dag_fk
            insert into dag_version (dag_id, version, description, graphml, digest, vertices, edges, loaded_by) values (999, 1, '', '', '', 1, 0, 'mara') | dag_version_digest_is_sha256
            insert into dag_version (dag_id, version, description, graphml, digest, vertices, edges, loaded_by) values (999, 1, '', '', sha256(''), 0, 0, 'mara') | dag_version_counts
            insert into acknowledgement (reason, jobtype, jobs, until, note, by) values ('FATE', 'reco', 1, now(), 'n', 'mara') | acknowledgement_reason
            insert into acknowledgement (reason, jobtype, jobs, until, note, by) values ('SIGNAL', 'reco', 0, now(), 'n', 'mara') | acknowledgement_jobs
            insert into acknowledgement (reason, jobtype, jobs, until, note, by) values ('SIGNAL', 'reco', 1, now(), '', 'mara') | acknowledgement_note_length
            insert into acknowledgement (reason, jobtype, jobs, until, note, by, undone_at) values ('SIGNAL', 'reco', 1, now(), 'n', 'mara', now()) | acknowledgement_undone_says_who
            insert into host_ban (host, reason, by) values ('', 'r', 'mara')                                    | host_ban_host_length
            insert into host_ban (host, reason, by) values ('wn7', '', 'mara')                                  | host_ban_reason_length
            insert into host_ban (host, reason, by) values ('wn7', 'r', 'mara'), ('wn7', 's', 'tom')            | host_ban_once
            insert into host_ban (host, reason, by, lifted_at) values ('wn7', 'r', 'mara', now())               | host_ban_lifted_says_who
            insert into host_ban (host, reason, by, lifted_why) values ('wn7', 'r', 'mara', 'mended')           | host_ban_lifted_why
            insert into bulk (action, owner, operator) values ('EXPLODE', 'eve', false)                         | bulk_action
            insert into bulk (action, owner, operator, phase, confirmed_at, reason) values ('HOLD', 'eve', false, 'LATER', now(), 'why') | bulk_phase
            insert into bulk (action, owner, operator, priority) values ('PRIORITY', 'eve', false, 1001)        | bulk_priority
            insert into bulk (action, owner, operator) values ('PRIORITY', 'eve', false)                        | bulk_has_priority
            insert into bulk (action, owner, operator, priority) values ('HOLD', 'eve', false, 1)               | bulk_has_priority
            insert into bulk (action, owner, operator, useful_for_s) values ('HOLD', 'eve', false, 60)          | bulk_useful_for
            insert into bulk (action, owner, operator, phase, confirmed_at) values ('HOLD', 'eve', false, 'RUNNING', now()) | bulk_confirmed_has_reason
            insert into bulk (action, owner, operator, phase, confirmed_at, reason) values ('HOLD', 'eve', false, 'DONE', now(), 'why') | bulk_done_has_end
            insert into bulk (action, owner, operator, undo_of) values ('HOLD', 'eve', false, 999999)           | bulk_undo_fk
            insert into bulk_job (bulk_id, job_id) values (999999, 1)                                           | bulk_job_bulk_fk
            insert into bulk_job (bulk_id, job_id, outcome) values (999999, 1, 'MAYBE')                         | bulk_job_outcome
            insert into bulk_job (bulk_id, job_id, outcome) values (999999, 1, 'TOO_LATE')                      | bulk_job_refused_has_why
            insert into saved_view (owner, name, query, shared) values ('eve', '', '', false)                   | saved_view_name_length
            insert into saved_view (owner, name, query, shared) values ('eve', 'a', repeat('x', 4001), false)   | saved_view_query_length
            insert into saved_view (owner, name, query, shared) values ('eve', 'a', '', false), ('eve', 'a', '', true) | saved_view_name_unique
            insert into service_log (service, level, message) values ('night', 'LOUD', 'boo')                   | service_log_level
            insert into alarm (rule, object, severity, brief, sentence) values ('FEAR', 'x', 'LATE', 'x', 'X.') | alarm_rule
            insert into alarm (rule, object, severity, brief, sentence) values ('LATE', 'x', 'SAD', 'x', 'X.')  | alarm_severity
            insert into alarm (rule, object, severity, brief, sentence) values ('LATE', 'x', 'LATE', 'x', 'X.'), ('LATE', 'x', 'LATE', 'x', 'X.') | alarm_open
            insert into alarm (rule, object, severity, brief, sentence, acked_at) values ('LATE', 'x', 'LATE', 'x', 'X.', now()) | alarm_acked_by_somebody
            insert into alarm (rule, object, severity, brief, sentence, ack_note) values ('LATE', 'x', 'LATE', 'x', 'X.', 'n') | alarm_note_of_acknowledgement
            insert into alarm_look (only_one, at) values (false, now())                                         | alarm_look_only_one
            insert into alarm_look (at) values (now()), (now())                                                 | alarm_look_pk
            insert into alarm_silence (rule, reason, until, made_by) values ('FEAR', 'r', now() + interval '1 h', 'eve') | alarm_silence_rule
            insert into alarm_silence (rule, reason, until, made_by) values ('LATE', '', now() + interval '1 h', 'eve') | alarm_silence_says_why
            insert into alarm_silence (rule, reason, until, made_by) values ('LATE', 'r', now(), 'eve')         | alarm_silence_lasts
            insert into alarm_silence (rule, reason, until, made_by, ended_at) values ('LATE', 'r', now() + interval '1 h', 'eve', now()) | alarm_silence_ended_by_somebody
            insert into shift_note (author, body) values ('eve', '')                                            | shift_note_length
            """)
    void refusesWhatContradictsAnInvariant(String statement, String constraint) {
        var sql = statement
                .replace("WAITING", waiting)
                .replace("RUNNING", running)
                .replace("= FINISHED", "= " + finished)
                .replace("BUSY", busyPilot)
                .replace("IDLE", idlePilot);

        var refusal = catchThrowableOfType(
                DataAccessException.class, () -> server.db().sql(sql).update());

        assertThat(refusal).as(sql).isNotNull();
        assertThat(refusal.getMostSpecificCause()).isInstanceOf(PSQLException.class);
        var told = ((PSQLException) refusal.getMostSpecificCause()).getServerErrorMessage();
        assertThat(told == null ? "" : told.getConstraint()).isEqualTo(constraint);
    }

    @Test
    void namesEveryConstraintByItself() {
        var madeUp = texts("""
                select conname
                from pg_constraint
                where connamespace = 'public'::regnamespace and contype <> 'n'
                  and conrelid::regclass::text <> 'flyway_schema_history'
                  and conname ~ '(_pkey|_fkey|_key|_check|_not_null)[0-9]*$'
                """);

        assertThat(madeUp).isEmpty();
    }

    @Test
    void explainsEveryTable() {
        var unexplained = texts("""
                select c.relname
                from pg_class c
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                  and c.relname <> 'flyway_schema_history'
                  and obj_description(c.oid) is null
                """);

        assertThat(unexplained).isEmpty();
    }

    /** A change of such a column could not be a heap-only update. */
    @Test
    void hasNoIndexOnWhatChangesWhileAJobLives() {
        var indexed = texts("""
                select i.indexname
                from pg_indexes i
                where i.tablename = 'job'
                  and i.indexdef ~ '\\m(state|reason|message|attempt|pilot_id|exit_code|signal|failures|losses|priority)\\M'
                """);

        assertThat(indexed).isEmpty();
        assertThat(texts("select indexname from pg_indexes where tablename = 'job'"))
                .contains("job_pk", "job_of_run");
    }

    /** The same of what pilots say: of the attempt that it holds, and of itself. */
    @Test
    void hasNoIndexOnWhatPilotsReport() {
        var indexed = texts("""
                select indexname
                from pg_indexes
                where tablename = 'attempt' and indexdef ~ '\\m(confirmed|started_at|reason|exit_code|signal|message|cpu_ms|memory_mb)\\M'
                  or tablename = 'pilot' and indexdef ~ '\\m(last_seen_at|lease_until|jobs_done|load|free_memory_mb|free_disk_mb|machine_at)\\M'
                """);

        assertThat(indexed).isEmpty();
        assertThat(texts("select indexname from pg_indexes where tablename in ('attempt', 'pilot')"))
                .contains("attempt_finished", "pilot_of_host");
    }

    private static List<String> allowedBy(String constraint) {
        var definition = server.db()
                .sql("select pg_get_constraintdef(oid) from pg_constraint where conname = :name")
                .param("name", constraint)
                .query(String.class)
                .single();
        return LITERAL.matcher(definition)
                .results()
                .map((MatchResult it) -> it.group(1))
                .toList();
    }

    private static List<String> texts(String sql) {
        return server.db().sql(sql).query(String.class).list();
    }

    private static List<String> names(Enum<?>... values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
