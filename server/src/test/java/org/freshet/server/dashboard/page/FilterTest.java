package org.freshet.server.dashboard.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.freshet.protocol.JobState;
import org.freshet.server.dashboard.page.Filter.Chip;
import org.freshet.server.dashboard.page.Filter.Ignored;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

class FilterTest {

    private static final List<FilterField> FIELDS = List.of(
            FilterField.choice("state", JobState.values()),
            FilterField.of("type", FilterField.Kind.TEXT).orAlso("jobtype"),
            FilterField.of("run", FilterField.Kind.NUMBER),
            FilterField.of("name", FilterField.Kind.SUBSTRING),
            FilterField.of("vertex", FilterField.Kind.WHOLE),
            FilterField.of("workflow", FilterField.Kind.ONE_NUMBER));

    private static Filter of(String url) {
        return Filter.parse(
                "/jobs", FIELDS, UriComponentsBuilder.fromUriString(url).build().getQueryParams());
    }

    @Test
    void takesSeveralStatesWithCommasOrByRepetition() {
        Filter filter = of("/jobs?state=FAILED,running&state=EXPIRED&state=FAILED");

        assertThat(filter.texts("state")).containsExactly("FAILED", "RUNNING", "EXPIRED");
        assertThat(filter.ignored()).isEmpty();
    }

    @Test
    void leavesACommaInAVertexAlone() {
        var filter = of("/jobs?vertex=a,b&vertex=c");

        assertThat(filter.texts("vertex")).containsExactly("a,b", "c");
        assertThat(filter.href()).isEqualTo("/jobs?vertex=a%2Cb&vertex=c");
    }

    @Test
    void namesWhatIsNoFilter() {
        Filter filter = of("/jobs?flavour=cold&state=FAILED");

        assertThat(filter.ignored()).containsExactly(new Ignored("flavour=cold", false));
        assertThat(filter.href()).isEqualTo("/jobs?state=FAILED");
    }

    @Test
    void namesAValueThatCannotBe() {
        Filter filter = of("/jobs?state=BOGUS,FAILED&run=latest&run=5077&run=99999999999999999999");

        assertThat(filter.ignored())
                .containsExactly(
                        new Ignored("state=BOGUS", true),
                        new Ignored("run=latest", true),
                        new Ignored("run=99999999999999999999", true));
        assertThat(filter.texts("state")).containsExactly("FAILED");
        assertThat(filter.numbers("run")).containsExactly(5077L);
    }

    @Test
    void namesWhatIsMoreThanTheOneThatIsUnderstood() {
        Filter filter = of("/jobs?workflow=x,7,8&workflow=9");

        assertThat(filter.numbers("workflow")).containsExactly(7L);
        assertThat(filter.ignored())
                .containsExactly(
                        new Ignored("workflow=x", true),
                        new Ignored("workflow=8", true),
                        new Ignored("workflow=9", true));
    }

    @Test
    void namesATextThatNoDatabaseHolds() {
        var query = new LinkedMultiValueMap<String, String>();
        query.add("type", "a\0b");
        query.add("name", "\0");

        Filter filter = Filter.parse("/jobs", FIELDS, query);

        assertThat(filter.isEmpty()).isTrue();
        assertThat(filter.ignored()).containsExactly(new Ignored("type=a\0b", true), new Ignored("name=\0", true));
    }

    @Test
    void takesAnEmptyFieldForNoFilter() {
        Filter filter = of("/jobs?state=&type=&run=&name=");

        assertThat(filter.isEmpty()).isTrue();
        assertThat(filter.ignored()).isEmpty();
        assertThat(filter.href()).isEqualTo("/jobs");
    }

    @Test
    void understandsTheNameThatTheApiUses() {
        assertThat(of("/jobs?jobtype=evdisp").href()).isEqualTo("/jobs?type=evdisp");
    }

    @Test
    void keepsACommaThatIsPartOfAName() {
        assertThat(of("/jobs?name=a,b").single("name")).contains("a,b");
    }

    @Test
    void writesWhatReadsTheSameAgain() {
        Filter filter = of("/jobs").without("state");
        Filter odd = Filter.parse(
                "/jobs",
                FIELDS,
                UriComponentsBuilder.newInstance()
                        .queryParam("name", "50% & {x} +\"<b>")
                        .queryParam("state", "RUNNING,FAILED")
                        .build()
                        .getQueryParams());

        assertThat(filter.href()).isEqualTo("/jobs");
        assertThat(odd.href()).isEqualTo("/jobs?state=RUNNING,FAILED&name=50%25+%26+%7Bx%7D+%2B%22%3Cb%3E");
    }

    @Test
    void removesOneFilterAndKeepsTheOthers() {
        Filter filter = of("/jobs?state=FAILED,EXPIRED&run=5077");

        assertThat(filter.chips())
                .containsExactly(
                        new Chip("state", "failed, expired", "/jobs?run=5077"),
                        new Chip("run", "5077", "/jobs?state=FAILED,EXPIRED"));
    }

    @Test
    void addsThePlaceInTheListToTheFilters() {
        assertThat(of("/jobs?run=5077").href("after", 12)).isEqualTo("/jobs?run=5077&after=12");
        assertThat(of("/jobs").href("after", 12)).isEqualTo("/jobs?after=12");
    }
}
