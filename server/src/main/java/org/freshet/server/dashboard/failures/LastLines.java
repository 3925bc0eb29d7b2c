package org.freshet.server.dashboard.failures;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.LogPart.Stream;
import org.freshet.server.dashboard.job.StoredLog;
import org.springframework.stereotype.Component;

/**
 * The last line that attempts printed that have ended. What was printed does not change any more, and to unpack it takes
 * longer than all else on the page: so lines are kept.
 */
@Component
class LastLines {

    private static final int KEPT = 1000;
    private static final int LONGEST = 300;

    private final ErrorsSql logs;
    private final Map<AttemptId, String> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AttemptId, String> eldest) {
            return size() > KEPT;
        }
    };

    LastLines(ErrorsSql logs) {
        this.logs = logs;
    }

    /** Of stderr, else of stdout; nothing for attempts of which no log is kept, or that printed nothing. */
    Map<AttemptId, String> of(Collection<AttemptId> attempts) {
        var found = new HashMap<AttemptId, String>();
        synchronized (kept) {
            for (var attempt : attempts) {
                var line = kept.get(attempt);
                if (line != null) {
                    found.put(attempt, line);
                }
            }
        }
        var unknown = attempts.stream().filter(it -> !found.containsKey(it)).toList();
        if (!unknown.isEmpty()) {
            var read = read(unknown);
            found.putAll(read);
            synchronized (kept) {
                kept.putAll(read);
            }
        }
        return found;
    }

    private Map<AttemptId, String> read(Collection<AttemptId> attempts) {
        var lines = new HashMap<AttemptId, String>();
        for (var ending : logs.endings(attempts)) {
            var line = lastLine(ending.log());
            if (!line.isEmpty() && (ending.log().stream() == Stream.STDERR || !lines.containsKey(ending.attempt()))) {
                lines.put(ending.attempt(), line);
            }
        }
        return lines;
    }

    /** Empty if nothing but blanks was printed. */
    static String lastLine(StoredLog log) {
        var last = new String(log.plain(""), StandardCharsets.UTF_8)
                .lines()
                .filter(it -> !it.isBlank())
                .reduce("", (before, line) -> line)
                .strip();
        return last.length() <= LONGEST ? last : last.substring(0, LONGEST) + "…";
    }
}
