package org.freshet.server.dashboard.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.freshet.protocol.BulkAction;
import org.freshet.protocol.BulkView;
import org.freshet.server.bulk.BulkWork;
import org.freshet.server.bulk.Bulks;
import org.freshet.server.dashboard.action.ChangeForm;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.ClockSql;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.job.JobCriteria;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Prepares, confirms and takes back changes of many jobs, as people ask for it on pages. */
@Component
class BulkChanges {

    private final Bulks bulks;
    private final BulkWork work;
    private final ClockSql clock;
    private final Words words;

    BulkChanges(Bulks bulks, BulkWork work, ClockSql clock, Words words) {
        this.bulks = bulks;
        this.work = work;
        this.clock = clock;
        this.words = words;
    }

    /**
     * What came of it.
     *
     * @param status 200 if it was done
     * @param bulk the change to be shown then; 0 if there is none
     * @param sentence why not; empty if it was done
     */
    record Outcome(HttpStatus status, long bulk, String sentence) {

        boolean isDone() {
            return status == HttpStatus.OK;
        }
    }

    /** A preview of what was chosen below the list. */
    Outcome preview(BulkForm form, Filter filter, Actor who) {
        return outcome(() -> {
            BulkAction action = form.wanted().orElseThrow(() -> invalid("bulk.noAction"));
            Integer priority = form.priorityFor(action);
            if (action == BulkAction.PRIORITY && priority == null) {
                throw invalid("change.noPriority", Objects.requireNonNullElse(form.priority(), ""));
            }
            return bulks.preview(
                    form.isForAllThatMatch()
                            ? matching(action, filter, priority)
                            : named(action, form.jobs(), priority, null),
                    person(who));
        });
    }

    private Bulks.Wish matching(BulkAction action, Filter filter, @Nullable Integer priority) {
        var wrong = filter.ignored().stream()
                .filter(it -> it.known() || !BulkForm.NAMES.contains(it.text().replaceFirst("=.*", "")))
                .findFirst();
        if (wrong.isPresent()) {
            // What is not understood does not restrict: more would be changed than somebody meant.
            throw invalid("bulk.notUnderstood", wrong.get().text());
        }
        Filter conditions = filter.conditions();
        return new Bulks.Wish(
                action, JobListReader.criteria(conditions, clock.now()), conditions.search(), priority, null);
    }

    private Bulks.Wish named(
            BulkAction action, List<Long> jobs, @Nullable Integer priority, @Nullable Duration usefulFor) {
        if (jobs.isEmpty()) {
            throw invalid("bulk.noJob");
        }
        return new Bulks.Wish(action, JobCriteria.only(jobs), null, priority, usefulFor);
    }

    /** The same retry, of results that are of use for so long from when each is retried. */
    Outcome again(long bulk, @Nullable String minutes, Actor who) {
        return outcome(() -> {
            var usefulFor = BulkForm.minutes(minutes);
            if (usefulFor == null) {
                throw invalid("change.noMinutes", Objects.requireNonNullElse(minutes, ""));
            }
            return bulks.preview(named(BulkAction.RETRY, bulks.ids(bulk, false), null, usefulFor), person(who));
        });
    }

    /** A preview of cancelling what a change had retried. */
    Outcome cancel(long bulk, Actor who) {
        return outcome(() -> bulks.preview(named(BulkAction.CANCEL, bulks.ids(bulk, true), null, null), person(who)));
    }

    /** Begins at once; what is more than can be done while somebody waits goes on by itself. */
    Outcome confirm(long bulk, @Nullable String reason, Actor who) {
        return outcome(() -> {
            if (!new ChangeForm(reason, null, null).hasUsableReason()) {
                throw invalid("change.noReason");
            }
            if (reason == null || reason.isBlank()) {
                throw invalid("change.asksReason");
            }
            var confirmed = bulks.confirm(bulk, reason, person(who));
            work.work(bulk);
            return confirmed;
        });
    }

    Outcome undo(long bulk, Actor who) {
        return outcome(() -> {
            var undo = bulks.undo(bulk, person(who));
            work.work(undo.id());
            return undo;
        });
    }

    private static Outcome outcome(Supplier<BulkView> change) {
        try {
            return new Outcome(HttpStatus.OK, change.get().id(), "");
        } catch (NotFound e) {
            throw new PageNotFound(String.valueOf(e.getMessage()));
        } catch (Invalid e) {
            return new Outcome(HttpStatus.BAD_REQUEST, 0, String.valueOf(e.getMessage()));
        } catch (Forbidden e) {
            return new Outcome(HttpStatus.FORBIDDEN, 0, String.valueOf(e.getMessage()));
        } catch (Conflict e) {
            return new Outcome(HttpStatus.CONFLICT, 0, String.valueOf(e.getMessage()));
        }
    }

    private static Bulks.Person person(Actor who) {
        return new Bulks.Person(Objects.requireNonNull(who.account()), who.operator());
    }

    private Invalid invalid(String key, Object... args) {
        return new Invalid(words.say(key, args), List.of());
    }
}
