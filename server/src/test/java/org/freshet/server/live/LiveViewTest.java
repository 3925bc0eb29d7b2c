package org.freshet.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LiveViewTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final PageAddress JOBS = new PageAddress("/jobs", "", Map.of(), Map.of());

    private final Queue<MadePage> made = new ArrayDeque<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final LiveView view = new LiveView(JOBS, this::make, new Messages(new JsonMapper()));
    private final OpenPage page = new OpenPage();

    private MadePage make(PageAddress address) {
        looks.incrementAndGet();
        return made.size() > 1 ? made.remove() : made.element();
    }

    private static MadePage count(int jobs) {
        return new MadePage(200, "<main data-live-url=\"/jobs\"><p data-live=\"count\">" + jobs + " jobs</p></main>");
    }

    @Test
    void tellsAllWhoHaveThePageOpenWhatChangedFromOneLook() {
        var other = new OpenPage();
        view.add(page);
        view.add(other);
        made.addAll(List.of(count(1), count(2)));

        view.look();
        view.look();

        var message = page.next(SHORT);
        assertThat(message)
                .startsWith("data: {")
                .contains("2 jobs", "\"every\":")
                .endsWith("\n\n");
        assertThat(other.next(SHORT)).isEqualTo(message);
        assertThat(looks).hasValue(2);
    }

    @Test
    void saysThatWhatEachReaderHasForThemselvesMayHaveChanged() {
        view.add(page);
        made.add(own("Log in to cancel"));
        made.add(own("Log in to retry"));

        view.look();
        view.look();

        assertThat(page.next(SHORT)).contains("\"own\":true", "\"parts\":[]");
    }

    private static MadePage own(String offer) {
        return new MadePage(200, "<main data-live-url=\"/\"><p data-live=\"change\" data-own>" + offer + "</p></main>");
    }

    @Test
    void saysNothingButThatItIsThereWhenNothingIsKnownYet() {
        view.add(page);
        made.add(count(1));

        view.look();

        assertThat(page.next(SHORT)).isEqualTo(Messages.BEAT);
    }

    @Test
    void saysThatThePageIsToLookWhenThereIsMoreOrLess() {
        view.add(page);
        made.add(count(1));
        made.add(new MadePage(200, "<main data-live-url=\"/jobs\"></main>"));

        view.look();
        view.look();

        assertThat(page.next(SHORT)).isEqualTo(Messages.LOOK);
    }

    @Test
    void saysThatThePageIsToLookWhenItIsGone() {
        view.add(page);
        made.addAll(List.of(count(1), new MadePage(404, "")));

        view.look();
        var pause = view.look();

        assertThat(page.next(SHORT)).isEqualTo(Messages.LOOK);
        assertThat(pause).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void waitsWhileTheDatabaseIsAway() {
        view.add(page);
        made.addAll(List.of(count(1), new MadePage(503, "")));

        view.look();
        view.look();

        assertThat(page.next(SHORT)).isEqualTo(Messages.BEAT);
    }

    @Test
    void refusesWhatCannotBeMadeForAll() {
        made.add(new MadePage(200, "<main></main>"));

        view.keepUp();

        assertThat(view.awaitFirst(SHORT)).isEqualTo(406);
        assertThat(looks).hasValue(1);
    }

    @Test
    void refusesWithTheStatusOfThePage() {
        made.add(new MadePage(404, ""));

        view.keepUp();

        assertThat(view.awaitFirst(SHORT)).isEqualTo(404);
    }

    @Test
    void looksOnceASecondAtMost() {
        made.add(count(1));

        assertThat(view.look()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1100));
    }

    @Test
    void endsTheStreamsOfAllAtTheEnd() {
        view.add(page);

        view.end();

        assertThat(page.hasEnded()).isTrue();
    }

    @Test
    void letsWhoeverDoesNotReadLookForThemselves() {
        for (int n = 0; n < 9; n++) {
            page.send("data: " + n + "\n\n");
        }

        assertThat(page.next(SHORT)).isEqualTo(Messages.LOOK);
        assertThat(page.next(SHORT)).isEqualTo(Messages.BEAT);
    }
}
