package org.freshet.server.dispatch;

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

    private final Map<PilotId, ExchangeAnswer> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PilotId, ExchangeAnswer> eldest) {
            return size() > MOST;
        }
    };

    @Nullable
    ExchangeAnswer find(PilotId pilot, long seq) {
        var answer = answers.get(pilot);
        return answer != null && answer.seq() == seq ? answer : null;
    }

    void put(PilotId pilot, ExchangeAnswer answer) {
        answers.put(pilot, answer);
    }
}
