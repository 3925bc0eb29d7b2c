package org.freshet.server.dashboard.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.JobState;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What all pages have, with boring values. */
public final class PageFixtures {

    public static final Instant NOW = Instant.parse("2026-11-20T03:12:47.250Z");

    private PageFixtures() {}

    /** The real words. */
    public static Words words() {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        return new Words(messages);
    }

    /** The page that was answered. */
    public static String body(MvcTestResult result) {
        return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
    }

    /** A page's foot with nothing before and nothing behind it. */
    public static Pager aPager(String path) {
        return new Pager(1, null, null, 0, path, path);
    }

    public static Explanation anExplanation() {
        return new Explanation(
                NOW,
                Explanation.Look.LATE,
                "It is so.",
                List.of("The batch system said so."),
                "Wait.",
                "freshet job cancel 12",
                List.of());
    }

    public static HistoryRow aChange(@Nullable JobState from, JobState to, String actor, @Nullable String reason) {
        return new HistoryRow(
                Moment.of(NOW.minusSeconds(9), NOW), from == null ? null : from.name(), to.name(), actor, reason, 1);
    }
}
