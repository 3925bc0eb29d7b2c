package org.freshet.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FragmentsTest {

    private static String page(String main) {
        return "<html><head><title>Jobs</title></head><body><main id=\"main\" data-live-url=\"/jobs\">" + main
                + "</main></body></html>";
    }

    @Test
    void findsWhatMayChange() {
        var found = Fragments.of(
                page("<p data-live=\"count\">3 <b>jobs</b></p><ol class='log' data-grow=\"out\"><li>a</li></ol>"));

        assertThat(found.parts())
                .containsEntry("title", "<title>Jobs</title>")
                .containsEntry("live count", "<p data-live=\"count\">3 <b>jobs</b></p>")
                .containsEntry("grow out", "<ol class='log' data-grow=\"out\"><li>a</li></ol>");
        assertThat(found.shared()).isTrue();
        assertThat(found.every()).isBetween(1000L, 1100L);
    }

    @Test
    void endsAnElementWhereItEndsAndNotWhereOneLikeItDoes() {
        var found = Fragments.of(
                page(
                        "<span data-live=\"state\"><span class=\"st\"><svg><use href=\"#i\"/></svg>running</span> since</span><span>x</span>"));

        assertThat(found.parts().get("live state")).endsWith("running</span> since</span>");
    }

    @Test
    void findsElementsInsideOfOthers() {
        var found = Fragments.of(page("<tr data-live=\"row\"><td data-live=\"cell\">1</td></tr>"));

        assertThat(found.parts())
                .containsEntry("live cell", "<td data-live=\"cell\">1</td>")
                .containsEntry("live row", "<tr data-live=\"row\"><td data-live=\"cell\">1</td></tr>");
    }

    @Test
    void leavesOutWhatDependsOnWhoLooks() {
        var found = Fragments.of(
                page(
                        "<section data-live=\"change\" data-own><section><p data-live=\"inner\">a</p></section></section><p data-live=\"after\">b</p>"));

        assertThat(found.parts()).containsOnlyKeys("title", "live after");
        assertThat(found.frame()).contains("live after").doesNotContain("live change", "live inner");
        assertThat(found.own()).singleElement().asString().contains("data-own", "<p data-live=\"inner\">a</p>");
    }

    @Test
    void isNotMisledByWhatPeopleWrite() {
        var found = Fragments.of(
                page(
                        "<p title=\"a > b data-own data-live-own data-live=&quot;x&quot;\" data-live=\"name\">&lt;/p&gt; x</p>"));

        assertThat(found.parts().get("live name")).endsWith("&lt;/p&gt; x</p>");
        assertThat(found.shared()).isTrue();
    }

    @Test
    void takesTheTitleOfThePageAndNoneOfADrawing() {
        var found = Fragments.of(page("<svg><title>Chart</title></svg>"));

        assertThat(found.parts()).containsEntry("title", "<title>Jobs</title>");
    }

    @Test
    void knowsHowOftenAPageWantsToBeLookedAt() {
        var found = Fragments.of("<main data-live-url=\"/workflows/1\" data-live-every=\"30000\"></main>");

        assertThat(found.every()).isEqualTo(30_000);
    }

    @Test
    void sharesNoPageThatIsNotLiveOrIsOfItsReaderAlone() {
        assertThat(Fragments.of("<main id=\"main\"></main>").shared()).isFalse();
        assertThat(Fragments.of("<main data-live-url=\"/\" data-live-own></main>")
                        .shared())
                .isFalse();
        assertThat(Fragments.of("").shared()).isFalse();
    }

    @Test
    void tellsWhatChanged() {
        var before = Fragments.of(page("<p data-live=\"a\">1</p><p data-live=\"b\">1</p>"));
        var after = Fragments.of(page("<p data-live=\"a\">1</p><p data-live=\"b\">2</p>"));

        assertThat(after.changedSince(before)).containsExactly("<p data-live=\"b\">2</p>");
        assertThat(after.frame()).isEqualTo(before.frame());
    }

    @Test
    void tellsThatRowsOrButtonsCameOrWent() {
        var before = Fragments.of(page("<tr data-row=\"1\"></tr><button data-follow=\"out\"></button>"));

        assertThat(Fragments.of(page("<tr data-row=\"2\"></tr><button data-follow=\"out\"></button>"))
                        .frame())
                .isNotEqualTo(before.frame());
        assertThat(Fragments.of(page("<tr data-row=\"1\"></tr>")).frame()).isNotEqualTo(before.frame());
    }
}
