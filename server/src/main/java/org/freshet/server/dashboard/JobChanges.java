package org.freshet.server.dashboard;

import java.util.Objects;
import org.freshet.protocol.JobId;
import org.freshet.server.job.Jobs;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.NotFound;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Does to a job what somebody asked for on its page, and says in a sentence what came of it. */
@Component
class JobChanges {

    private final Jobs jobs;
    private final Ids ids;
    private final Words words;

    JobChanges(Jobs jobs, Ids ids, Words words) {
        this.jobs = jobs;
        this.ids = ids;
        this.words = words;
    }

    /**
     * What came of it.
     *
     * @param status 200 if it was done
     */
    record Outcome(HttpStatus status, String sentence) {

        boolean isDone() {
            return status == HttpStatus.OK;
        }
    }

    Outcome make(String id, JobAction action, ChangeForm form, Actor who) {
        var job = new JobId(ids.job(id));
        var user = Objects.requireNonNull(who.account());
        try {
            jobs.checkMayChange(job, user, who.operator());
            var fault = fault(action, form);
            if (!fault.isEmpty()) {
                return new Outcome(HttpStatus.BAD_REQUEST, fault);
            }
            apply(job, action, form, user);
            return new Outcome(HttpStatus.OK, done(job, action, form));
        } catch (NotFound e) {
            throw new PageNotFound(String.valueOf(e.getMessage()));
        } catch (Forbidden e) {
            return new Outcome(HttpStatus.FORBIDDEN, String.valueOf(e.getMessage()));
        } catch (Conflict e) {
            return new Outcome(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with what was typed; empty if nothing is. */
    private String fault(JobAction action, ChangeForm form) {
        if (!form.hasUsableReason()) {
            return words.say("change.noReason");
        }
        if (action.asksPriority() && form.newPriority().isEmpty()) {
            return words.say("change.noPriority", Objects.requireNonNullElse(form.priority(), ""));
        }
        if (action.asksMinutes() && !form.hasUsableMinutes()) {
            return words.say("change.noMinutes", Objects.requireNonNullElse(form.minutes(), ""));
        }
        return "";
    }

    private void apply(JobId job, JobAction action, ChangeForm form, String user) {
        var reason = form.reasonOrNull();
        switch (action) {
            case CANCEL -> jobs.cancel(job, user, reason);
            case HOLD -> jobs.hold(job, user, reason);
            case RELEASE -> jobs.release(job, user, reason);
            case RETRY -> jobs.retry(job, user, reason, form.usefulFor().orElse(null));
            case PRIORITY -> jobs.prioritise(job, user, form.newPriority().orElseThrow(), reason);
        }
    }

    private String done(JobId job, JobAction action, ChangeForm form) {
        return words.say(
                "change." + action + ".done",
                job.toString(),
                form.newPriority().map(String::valueOf).orElse(""));
    }
}
