package org.freshet.server.servicelog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.StorableTime;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a list shows; what is null or empty does not restrict.
 *
 * @param since not older than this time
 * @param within not older than this long ago
 * @param after only entries with a smaller id: where the page before ended
 */
record ServiceLogFilter(
        List<String> services,
        List<Level> levels,
        @Nullable Instant since,
        @Nullable Duration within,
        @Nullable Long after,
        int limit) {

    static ServiceLogFilter of(Map<String, String> url) {
        var parameters = new Parameters(url, Set.of("service", "level", "since"));
        var since = parameters.text("since");
        var isTime = since != null && since.indexOf(':') >= 0;
        return new ServiceLogFilter(
                parameters.list("service"),
                parameters.words("level", Level.class),
                since != null && isTime ? time(since) : null,
                since == null || isTime ? null : age(since),
                parameters.number("after"),
                parameters.limit());
    }

    private static Instant time(String text) {
        try {
            return StorableTime.checked(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw wrong(text);
        }
    }

    private static Duration age(String text) {
        try {
            var age = text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.parse(text.toUpperCase(Locale.ROOT));
            if (age.isNegative() || age.compareTo(Duration.ofDays(36_500)) > 0) {
                throw wrong(text);
            }
            return age;
        } catch (DateTimeException e) {
            throw wrong(text);
        }
    }

    private static Invalid wrong(String text) {
        return Invalid.field(
                "since",
                "\"" + text
                        + "\" is neither a time such as 2026-11-20T03:12:47Z nor an age in seconds (3600) or as PT1H");
    }
}
