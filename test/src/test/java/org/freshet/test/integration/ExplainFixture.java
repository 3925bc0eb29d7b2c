package org.freshet.test.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Fact.Code;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.test.support.ScriptedPilot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Asks API and pages why jobs and pilots are in their states, and holds the answers against each other. */
abstract class ExplainFixture extends DispatchFixture {

    private static final Pattern BOX =
            Pattern.compile("<section class=\"why ([a-z]+)\"[^>]*>(.*?)</section>", Pattern.DOTALL);
    private static final Pattern PARAGRAPH = Pattern.compile("<p>(.*?)</p>", Pattern.DOTALL);
    private static final Pattern AGE = Pattern.compile("[0-9]+ (ms|s|min [0-9]{2} s|h [0-9]{2} min)\\b");

    private final List<ScriptedPilot> pilots = new ArrayList<>();

    @BeforeEach
    void beginWithAnOpenSite() {
        server.db().sql("update site set paused = false, paused_reason = null").update();
        server.db().sql("delete from pool_site").update();
    }

    @AfterEach
    void letThePilotsGo() {
        for (var pilot : pilots) {
            var last = pilot.forgetting().next(false);
            pilot.send(new Exchange(last.seq(), null, List.of(), null, "the test is over"));
        }
    }

    ScriptedPilot pilot() {
        var pilot = ScriptedPilot.register(server);
        pilots.add(pilot);
        return pilot;
    }

    ScriptedPilot pilot(Offer offer) {
        var pilot = pilot().offering(offer);
        pilot.registerAgain();
        return pilot;
    }

    /** What the API says, which the page must say, too. */
    static Explanation explain(JobId job) {
        return explain("/jobs/" + job);
    }

    static Explanation explain(PilotId pilot) {
        return explain("/pilots/" + pilot);
    }

    private static Explanation explain(String path) {
        var answer = api.get("/api/v1" + path + "/explain");
        assertThat(answer.status()).isEqualTo(200);
        var why = answer.as(Explanation.class);
        var box = BOX.matcher(api.get(path).body());
        assertThat(box.find()).as("the page " + path + " explains").isTrue();
        assertThat(box.group(1)).isEqualToIgnoringCase(why.look().name());
        assertThat(paragraphs(box.group(2))).containsExactlyElementsOf(told(why));
        return why;
    }

    private static List<String> paragraphs(String html) {
        return PARAGRAPH
                .matcher(html)
                .results()
                .map(it -> it.group(1).replaceAll("<[^>]+>", ""))
                .map(ExplainFixture::unescaped)
                .map(ExplainFixture::ageless)
                .toList();
    }

    private static String unescaped(String html) {
        return html.replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static List<String> told(Explanation why) {
        var step = why.nextStep() == null ? null : "Next step: " + why.nextStep();
        return Stream.of(
                        Stream.of(why.sentence()),
                        why.more().stream(),
                        Stream.ofNullable(step),
                        Stream.ofNullable(why.command()))
                .flatMap(it -> it)
                .map(ExplainFixture::ageless)
                .toList();
    }

    /** The page is made a moment after the answer of the API. */
    private static String ageless(String sentence) {
        return AGE.matcher(sentence).replaceAll("AGE");
    }

    static List<Code> codes(Explanation why) {
        return why.facts().stream().map(Fact::code).toList();
    }

    static Fact fact(Explanation why, Code code) {
        return why.facts().stream().filter(it -> it.code() == code).findFirst().orElseThrow();
    }
}
