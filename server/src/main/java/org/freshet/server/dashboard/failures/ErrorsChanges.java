package org.freshet.server.dashboard.failures;

import java.util.List;
import java.util.Objects;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.server.dashboard.action.Changes;
import org.freshet.server.dashboard.action.Changes.Outcome;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dispatch.HostBans;
import org.freshet.server.failure.Acknowledgements;
import org.freshet.server.platform.Invalid;
import org.springframework.stereotype.Component;

/** Does what operators ask for on the page of failures, and says in a sentence what came of it. */
@Component
class ErrorsChanges {

    private final Acknowledgements acknowledgements;
    private final HostBans bans;
    private final Words words;

    ErrorsChanges(Acknowledgements acknowledgements, HostBans bans, Words words) {
        this.acknowledgements = acknowledgements;
        this.bans = bans;
        this.words = words;
    }

    /** What can be done there. */
    enum Deed {
        ACKNOWLEDGE,
        UNDO,
        BAN,
        ALLOW
    }

    /** Only an operator comes so far. */
    Outcome apply(Deed deed, ErrorsForm form, Actor who) {
        var user = Objects.requireNonNull(who.account());
        return Changes.outcome(() -> {
            if (!form.isStorable()) {
                throw invalid("change.noReason");
            }
            return switch (deed) {
                case ACKNOWLEDGE -> acknowledge(form, user);
                case UNDO -> undo(form, user);
                case BAN -> ban(form, user);
                case ALLOW -> allow(form, user);
            };
        });
    }

    private String acknowledge(ErrorsForm form, String user) {
        if (form.note() == null || form.note().isBlank()) {
            throw invalid("errors.form.noNote");
        }
        var key = form.key().orElseThrow(() -> invalid("errors.form.bad"));
        var seen = form.seen().orElseThrow(() -> invalid("errors.form.bad"));
        var said = "true".equals(form.every())
                ? acknowledgements.acknowledgeOnAllHosts(key, seen, form.note(), user)
                : List.of(acknowledgements.acknowledge(key, seen, form.note(), user));
        var jobs = said.stream().mapToLong(AcknowledgementView::jobs).sum();
        return words.say("errors.done.acknowledged", jobs, key.jobtype());
    }

    private String undo(ErrorsForm form, String user) {
        var id = Ids.number(Objects.requireNonNullElse(form.id(), "")).orElseThrow(() -> invalid("errors.form.bad"));
        var undone = acknowledgements.undo(id, user);
        return words.say("errors.done.undone", undone.jobs(), undone.jobtype());
    }

    private String ban(ErrorsForm form, String user) {
        if (form.why() == null || form.why().isBlank()) {
            throw invalid("change.asksReason");
        }
        var pilots = bans.ban(host(form), user, form.why());
        return words.say("errors.done.banned", host(form), pilots);
    }

    private String allow(ErrorsForm form, String user) {
        bans.allow(host(form), user, form.why());
        return words.say("errors.done.allowed", host(form));
    }

    private static String host(ErrorsForm form) {
        return Objects.requireNonNullElse(form.host(), "").strip();
    }

    private Invalid invalid(String key) {
        return new Invalid(words.say(key), List.of());
    }
}
