package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.freshet.test.support.JobText.aJob;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions that are not taken: nothing of their list is stored, and every problem is told at once. */
class BadSubmissionsIT extends SubmissionFixture {

    @Test
    void storesNothingOfAListWithOneBadDescriptionAndTellsEveryProblem() {
        var before = stored();
        var list = "[" + aJob().ofType("all-or-nothing") + ",\n"
                + aJob().with("timeout", -1).with("mood", "good") + ",\n"
                + aJob() + ",\n"
                + aJob().without("payload") + "]";

        var answer = api.post("/api/v1/jobs", list);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.problem().detail())
                .startsWith("Nothing was stored. job 1, timeout:")
                .contains("2 more problems");
        assertThat(answer.problem().errors())
                .extracting(it -> it.index() + " " + it.field() + " line " + it.line())
                .containsExactly("1 timeout line 2", "1 mood line 2", "3 payload line 4");
        assertThat(answer.problem().errors()).allSatisfy(it -> {
            assertThat(it.reason()).isNotBlank();
            assertThat(it.column()).isPositive();
        });
        assertThat(stored()).isEqualTo(before);
        assertThat(typeExists("all-or-nothing")).isFalse();
    }

    @Test
    void tellsLineAndColumnWhereTheTextCeasesToBeJson() {
        var answer = api.post("/api/v1/jobs", "[\n  {\"name\": \"a\",\n   \"payload\": /bin/true}\n]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors()).singleElement().satisfies(it -> {
            assertThat(it.line()).isEqualTo(3);
            assertThat(it.column()).isBetween(15, 16);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"jobtype": "t", "payload": "p", "colour": "red"}         | colour
            {"jobtype": "t", "payload": ["p"]}                        | payload
            {"jobtype": "t", "payload": "p", "timeout": -5}           | timeout
            {"jobtype": "t", "payload": "p", "timelimit": "-5"}       | timelimit
            {"jobtype": "t", "payload": "p", "state": "running"}      | state
            {"jobtype": "t", "payload": "p", "site": "nowhere"}       | site
            {"jobtype": "t", "payload": "p", "site": ""}              | site
            {"jobtype": "t", "payload": "p", "priority": 1001}        | priority
            {"jobtype": "t", "payload": "p", "priority": "-1001"}     | priority
            {"jobtype": "t", "payload": "p", "env": {"A": {"B": 1}}}  | env.A
            {"payload": "p"}                                          | jobtype
            {"jobtype": "t"}                                          | payload
            {"jobtype": "", "payload": "p"}                           | jobtype
            """)
    void refusesADescriptionAndNamesTheField(String description, String field) {
        var before = stored();

        var answer = api.post("/api/v1/jobs", "[" + description + "]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors()).singleElement().satisfies(it -> {
            assertThat(it.index()).isZero();
            assertThat(it.field()).isEqualTo(field);
            assertThat(it.reason()).isNotBlank();
        });
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesMoreVariablesThan64Kilobytes() {
        var answer =
                api.post("/api/v1/jobs", aJob().env("BIG", "x".repeat(70_000)).toString());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors())
                .singleElement()
                .extracting("field")
                .isEqualTo("env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "42", "\"a job\"", "[[]]", "null"})
    void refusesWhatIsNoListOfDescriptions(String body) {
        var answer = api.post("/api/v1/jobs", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem().errors()).hasSize(1);
    }

    @Test
    void namesTheKnownSitesWhenOneIsUnknown() {
        var answer = api.post("/api/v1/jobs", aJob().with("site", "nowhere").toString());

        assertThat(answer.problem().errors())
                .singleElement()
                .extracting("reason")
                .asString()
                .contains("nowhere", "local");
    }

    @Test
    void guessesWhichAttributeWasMeant() {
        var answer = api.post("/api/v1/jobs", aJob().with("prority", 5).toString());

        assertThat(answer.problem().errors())
                .singleElement()
                .extracting("reason")
                .isEqualTo("unknown attribute; did you mean \"priority\"?");
    }

    @Test
    void refusesABodyThatSaysItIsTooLarge() {
        var before = stored();

        var answer = api.post("/api/v1/jobs", tooLarge());

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem().detail()).contains(String.valueOf(MAX_BODY));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void refusesABodyThatGrowsTooLargeWhileItIsRead() {
        var before = stored();
        var body = tooLarge().getBytes(StandardCharsets.UTF_8);

        var answer = api.send(api.request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem().status()).isEqualTo(413);
        assertThat(stored()).isEqualTo(before);
    }

    private static String tooLarge() {
        return "[" + aJob() + "," + " ".repeat(MAX_BODY) + aJob() + "]";
    }
}
