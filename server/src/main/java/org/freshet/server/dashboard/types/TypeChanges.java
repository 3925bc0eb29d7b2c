package org.freshet.server.dashboard.types;

import java.util.List;
import java.util.Objects;
import org.freshet.protocol.JobTypeView;
import org.freshet.protocol.JobTypeView.Order;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.action.TypeAction;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.job.JobTypes;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Invalid;
import org.springframework.stereotype.Component;

/** Does to a job type what somebody asked for on its page. Only an operator comes so far. */
@Component
class TypeChanges {

    private final JobTypes types;
    private final Words words;

    TypeChanges(JobTypes types, Words words) {
        this.types = types;
        this.words = words;
    }

    /** @param type as it is before */
    Outcome of(TypeRow type, TypeAction action, TypeForm form, Actor who) {
        var user = Objects.requireNonNull(who.account());
        return Changes.outcome(() -> {
            check(action, form);
            if (isSo(type, action, form)) {
                throw new Conflict(words.say("change." + action.key() + ".before", type.name()));
            }
            var after = apply(type.name(), action, form, user);
            var limit = after.limit();
            return words.say(
                    "change." + action.key() + ".done",
                    type.name(),
                    limit == null ? words.say("none") : limit.toString());
        });
    }

    private void check(TypeAction action, TypeForm form) {
        if (!form.why().hasUsableReason()) {
            throw new Invalid(words.say("change.noReason"), List.of());
        }
        if (action.asksLimit() && !form.hasUsableLimit()) {
            throw new Invalid(words.say("change.noLimit", String.valueOf(form.limit())), List.of());
        }
    }

    private static boolean isSo(TypeRow type, TypeAction action, TypeForm form) {
        return action.asksLimit()
                ? Objects.equals(type.limit(), form.newLimit().orElse(null))
                : !action.suits(type.newestFirst());
    }

    private JobTypeView apply(String name, TypeAction action, TypeForm form, String user) {
        var reason = form.why().reasonOrNull();
        return switch (action) {
            case LIMIT -> types.limit(name, form.newLimit().orElse(null), false, user, reason);
            case NEWEST_FIRST -> types.order(name, Order.NEWEST_FIRST, false, user, reason);
            case OLDEST_FIRST -> types.order(name, Order.OLDEST_FIRST, false, user, reason);
        };
    }
}
