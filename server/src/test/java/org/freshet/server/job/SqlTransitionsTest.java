package org.freshet.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.freshet.protocol.JobState;
import org.freshet.server.ServerApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds every statement of the server against the states of a job. */
class SqlTransitionsTest {

    @Test
    void allowsEveryChangeOfStateThatAStatementMakes() {
        var problems = new TreeMap<String, List<String>>();

        statements().forEach((name, sql) -> problems.put(name, new StatementCheck(sql).problems()));

        assertThat(problems).hasSizeGreaterThan(40);
        assertThat(problems)
                .allSatisfy((name, found) -> assertThat(found).as(name).isEmpty());
    }

    /** Else a change would be made by nobody, or by a statement that the check does not understand. */
    @Test
    void findsTheStatementOfEveryChangeThatIsAllowed() {
        var made = statements().values().stream()
                .flatMap(it -> new StatementCheck(it).steps().stream())
                .collect(Collectors.toSet());

        var allowed = Arrays.stream(JobState.values())
                .flatMap(from -> from.next().stream().map(to -> new StatementCheck.Step(from, to)))
                .collect(Collectors.toSet());
        assertThat(made).containsExactlyInAnyOrderElementsOf(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            update job set state = 'RUNNING' where id = :id and state in ('DEFINED')                | DEFINED may not become RUNNING
            update job set state = 'CANCELLED' where id = :id and state in ('RUNNING', 'FINISHED')  | FINISHED may not become CANCELLED
            update job j set state = 'DEFINED', attempt = greatest(1, 2) where j.state in ('TEMPLATE', 'SKIPED') | SKIPED is no state
            update job set state = 'DONE' where state in ('RUNNING')                                | the state that is set is not the literal of a state: 'DONE'
            update job set state = :state where state in ('RUNNING')                                | the state that is set is not the literal of a state: :state
            update job set state = 'DEFINED' where id = :id                                         | becomes DEFINED from states that are not named
            update job set state = 'DEFINED' where state in ('TEMPLATE')                            | the history is not told
            select count(*) from job where state <> 'BUSY'                                          | BUSY is no state
            select count(*) from pilot p join job j on true where p.state = 'RUNNING'               | RUNNING is no state
            insert into job (state) values ('RUNNING')                                              | a job cannot begin as RUNNING
            with was as (select id from job where state in ('FINISHED')), moved as (update job set state = 'FAILED' from was where job.id = was.id) select 1 | FINISHED may not become FAILED
            with moved as (update job set state = 'DEFINED' where state in ('TEMPLATE') returning id) insert into event (entity, entity_id, from_state, to_state) select 'job', id, 'TEMPLATE', 'RUNNING' from moved | the history says to 'RUNNING', which is not what is set
            with moved as (update job set state = 'DEFINED' where state in ('TEMPLATE') returning id) insert into event (entity, entity_id, to_state) select 'job', id, step.to_state from moved cross join lateral (select 'RUNNING' as to_state) step | the history says to step.to_state, which is not what is set
            with moved as (update job set state = 'DEFINED' where state in ('TEMPLATE') returning id) insert into event (entity, entity_id, from_state, to_state) select 'job', id, 'RUNNING', 'DEFINED' from moved | the history says from RUNNING, which is not expected
            """)
    void refusesAStatementThatContradictsTheStates(String sql, String problem) {
        var problems = new StatementCheck(sql).problems();

        assertThat(problems).contains(problem);
    }

    /** All texts that a {@code *Sql} class holds, by class and name. */
    private static Map<String, String> statements() {
        var found = new TreeMap<String, String>();
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackagesOf(ServerApplication.class)
                        .stream()
                        .filter(it -> it.getSimpleName().endsWith("Sql"))
                        .map(JavaClass::reflect)
                        .flatMap(it -> Arrays.stream(it.getDeclaredFields()))
                        .filter(it -> Modifier.isStatic(it.getModifiers()) && it.getType() == String.class)
                        .forEach(
                                it -> found.put(it.getDeclaringClass().getSimpleName() + "." + it.getName(), text(it)));
        return found;
    }

    private static String text(Field field) {
        try {
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
