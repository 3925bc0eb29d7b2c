package org.freshet.test.bench.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.JobId;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.Offer;
import org.freshet.protocol.Report;
import org.freshet.protocol.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An exchange as the pilot's own records write it, with places for the numbers that change: what is sent fifteen thousand
 * times a second must not be put together from objects by the process that measures.
 */
final class Phrase {

    private static final long SEQ = 987_654_321_001L;
    private static final long JOB = 987_654_321_002L;
    private static final int ATTEMPT = 1_987_654_321;
    private static final Pattern PLACES = Pattern.compile("(?<=\\D)(" + SEQ + "|" + JOB + "|" + ATTEMPT + ")(?=\\D)");
    /** Like the pilot's own: what is absent is not named. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private static final Offer OFFER = new Offer(1, 2000, 20_000, List.of(), 86_390L);

    private static final MachineState MACHINE = new MachineState(8, 7.94, 65_536, 25_600, 900_000);

    /** It is there, and says how its machine does. */
    static final Phrase HELLO = of(new Exchange(SEQ, null, List.of(), null, null, MACHINE));
    /** It wants a job and has nothing to report. */
    static final Phrase WISH = of(new Exchange(SEQ, null, List.of(), OFFER, null));
    /** Its job ended well, and it wants the next one. */
    static final Phrase END_AND_WISH = of(new Exchange(SEQ, null, List.of(ended()), OFFER, null));
    /** Its job ended well, and it wants none. */
    static final Phrase END = of(new Exchange(SEQ, null, List.of(ended()), null, null));

    private final String[] texts;
    private final String[] places;

    private Phrase(String[] texts, String[] places) {
        this.texts = texts;
        this.places = places;
    }

    private static Report ended() {
        var attempt = new AttemptId(new JobId(JOB), ATTEMPT);
        return new Report.Ended(attempt, null, 0, null, null, 4L, 1, List.of(), null, new Usage(3L, null));
    }

    private static Phrase of(Exchange exchange) {
        var text = JSON.writeValueAsString(exchange);
        var places = PLACES.matcher(text).results().map(it -> it.group()).toArray(String[]::new);
        return new Phrase(PLACES.split(text), places);
    }

    /** The exchange with these numbers; those for which it has no place are left out. */
    String with(long seq, long job, int attempt) {
        var text = new StringBuilder(512).append(texts[0]);
        for (int n = 0; n < places.length; n++) {
            text.append(number(places[n], seq, job, attempt)).append(texts[n + 1]);
        }
        return text.toString();
    }

    private static long number(String place, long seq, long job, int attempt) {
        return place.equals(Long.toString(SEQ)) ? seq : place.equals(Long.toString(JOB)) ? job : attempt;
    }

    /** A request with it. */
    byte[] request(String head, long seq, @Nullable Held held) {
        var body = held == null ? with(seq, 0, 0) : with(seq, held.job(), held.attempt());
        return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The attempt that a pilot has. */
    record Held(long job, int attempt) {}
}
