package org.freshet.test.bench.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Report;
import org.freshet.test.bench.dispatch.Phrase.Held;
import org.freshet.test.support.Api;
import org.junit.jupiter.api.Test;

class PhraseTest {

    @Test
    void reportsTheEndAndAsksForTheNextJobInWordsOfTheProtocol() {
        var said = Api.JSON.readValue(Phrase.END_AND_WISH.with(7, 4711, 2), Exchange.class);

        assertThat(said.seq()).isEqualTo(7);
        assertThat(said.holds()).isNull();
        assertThat(said.want()).isNotNull();
        assertThat(said.reports()).singleElement().isInstanceOfSatisfying(Report.Ended.class, it -> {
            assertThat(it.attempt()).isEqualTo(new AttemptId(new JobId(4711), 2));
            assertThat(it.exitCode()).isZero();
        });
    }

    @Test
    void tellsTheLengthOfWhatItSends() {
        var request =
                new String(Phrase.END.request("Content-Length: ", 1, new Held(4711, 1)), StandardCharsets.ISO_8859_1);

        var parts = request.split("\r\n\r\n");

        assertThat(parts[0]).isEqualTo("Content-Length: " + parts[1].length());
    }
}
