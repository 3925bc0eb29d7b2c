package org.freshet.server.dashboard.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.freshet.protocol.BulkAction;
import org.freshet.server.dashboard.action.ChangeForm;
import org.freshet.server.dashboard.page.Ids;
import org.jspecify.annotations.Nullable;

/**
 * What somebody chose below the list of jobs, as it came.
 *
 * @param action a word for what to do
 * @param scope {@code matching} = all that match the address of the form; else the jobs that were ticked
 * @param job ids of the jobs that were ticked
 * @param priority the new one
 */
record BulkForm(
        @Nullable String action,
        @Nullable String scope,
        @Nullable List<String> job,
        @Nullable String priority) {

    /** Names in the form, which are no filters though the address has filters. */
    static final Set<String> NAMES = Set.of("action", "scope", "job", "priority", "_csrf");

    Optional<BulkAction> wanted() {
        return Stream.of(BulkAction.values())
                .filter(it -> action != null && it.name().equals(action.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    boolean isForAllThatMatch() {
        return "matching".equals(scope);
    }

    /** Without what is no id. */
    List<Long> jobs() {
        return job == null
                ? List.of()
                : job.stream().flatMap(it -> Ids.number(it).stream()).distinct().toList();
    }

    @Nullable
    Integer priorityFor(BulkAction wanted) {
        return wanted == BulkAction.PRIORITY
                ? new ChangeForm(null, priority, null).newPriority().orElse(null)
                : null;
    }

    static @Nullable Duration minutes(@Nullable String text) {
        return new ChangeForm(null, null, text).usefulFor().orElse(null);
    }
}
