package org.freshet.server.dispatch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.PilotId;
import org.jspecify.annotations.Nullable;

/**
 * The last answer to each pilot, so that an exchange that is sent again gets the same. What is forgotten, or was answered
 * by another server, is played again and comes to the same in the books.
 */
final class LastAnswers {

    private static final int MOST = 20_000;

    private record Kept(ExchangeAnswer answer, Visit to) {}

    private final Map<PilotId, Kept> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PilotId, Kept> eldest) {
            return size() > MOST;
        }
    };

    /** A pilot that registered again counts its exchanges anew, so the token must be the same, too. */
    @Nullable
    ExchangeAnswer find(Visit visit) {
        var kept = answers.get(visit.pilot());
        return kept != null && isSame(kept.to(), visit) ? kept.answer() : null;
    }

    void put(Visit visit, ExchangeAnswer answer) {
        answers.put(visit.pilot(), new Kept(answer, visit));
    }

    static boolean isSame(Visit one, Visit other) {
        return one.seq() == other.seq() && Arrays.equals(one.tokenHash(), other.tokenHash());
    }
}
