package org.freshet.server.dashboard.action;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What a person may do to a thing on its page. */
public sealed interface Action permits JobAction, PilotAction, PoolAction, TypeAction, WorkflowAction {

    String name();

    /** Under which its words are found: {@code change.KEY} and what follows. */
    default String key() {
        return name();
    }

    /** As it stands in addresses. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it ends something. */
    default boolean harm() {
        return false;
    }

    /** Whether it is not done without a reason. */
    default boolean asksReason() {
        return false;
    }

    /** Whether one can be given. */
    default boolean takesReason() {
        return true;
    }

    default boolean asksPriority() {
        return false;
    }

    /** Whether it asks for the most jobs that may run at once. */
    default boolean asksLimit() {
        return false;
    }

    /** Whether it asks for how long a result is useful, if that time is over. */
    default boolean asksMinutes() {
        return false;
    }

    /** The action of this word; answered with 404 if there is none. */
    static <A extends Enum<A> & Action> A of(Class<A> kind, String word) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
