package org.freshet.server.dashboard.action;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.freshet.protocol.JobId;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.WorkflowId;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Ids;
import org.freshet.server.dashboard.page.PageNotFound;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.dispatch.PilotEnds;
import org.freshet.server.job.Jobs;
import org.freshet.server.pilot.SiteChanges;
import org.freshet.server.pilot.SiteReader;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.workflow.Workflows;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Does to a thing what somebody asked for on its page, and says in a sentence what came of it. */
@Component
public class Changes {

    private final Jobs jobs;
    private final PilotEnds pilots;
    private final SiteChanges sites;
    private final SiteReader siteReader;
    private final Workflows workflows;
    private final Ids ids;
    private final Words words;

    Changes(
            Jobs jobs,
            PilotEnds pilots,
            SiteChanges sites,
            SiteReader siteReader,
            Workflows workflows,
            Ids ids,
            Words words) {
        this.jobs = jobs;
        this.pilots = pilots;
        this.sites = sites;
        this.siteReader = siteReader;
        this.workflows = workflows;
        this.ids = ids;
        this.words = words;
    }

    /**
     * What came of it.
     *
     * @param status 200 if it was done
     */
    public record Outcome(HttpStatus status, String sentence) {

        /** Says it on the page that comes next, or on this one if it was not done. Whether it was done. */
        public boolean tell(HttpServletResponse response, Model model, RedirectAttributes next) {
            if (status == HttpStatus.OK) {
                next.addFlashAttribute("done", sentence);
                return true;
            }
            response.setStatus(status.value());
            model.addAttribute("refusal", sentence);
            return false;
        }
    }

    public Outcome ofJob(String id, JobAction action, ChangeForm form, Actor who) {
        var job = new JobId(ids.job(id));
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            jobs.checkMayChange(job, user, who.operator());
            check(action, form);
            apply(job, action, form, user);
            return done(job.toString(), action, form);
        });
    }

    /** Only an operator comes so far. */
    public Outcome ofPilot(String id, PilotAction action, ChangeForm form, Actor who) {
        var pilot = new PilotId(ids.pilot(id));
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            check(action, form);
            if (!apply(pilot, action, form, user)) {
                throw new Conflict(words.say("change.toldBefore", pilot.toString()));
            }
            return done(pilot.toString(), action, form);
        });
    }

    /** Only an operator comes so far. */
    public Outcome ofPool(String site, PoolAction action, ChangeForm form, Actor who) {
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            check(action, form);
            if (!action.suits(siteReader.get(site).paused())) {
                throw new Conflict(words.say("change." + action.name() + ".before", site));
            }
            switch (action) {
                case PAUSE -> sites.pause(site, form.reasonOrNull(), user);
                case RESUME -> sites.resume(site, form.reasonOrNull(), user);
            }
            return done(site, action, form);
        });
    }

    public Outcome ofWorkflow(String id, WorkflowAction action, ChangeForm form, Actor who) {
        var workflow = new WorkflowId(ids.workflow(id));
        var user = Objects.requireNonNull(who.account());
        return outcome(() -> {
            workflows.checkMayChange(workflow, user, who.operator());
            check(action, form);
            apply(workflow, action, form, user);
            return done(workflow.toString(), action, form);
        });
    }

    public static Outcome outcome(Supplier<String> change) {
        try {
            return new Outcome(HttpStatus.OK, change.get());
        } catch (NotFound e) {
            throw new PageNotFound(String.valueOf(e.getMessage()));
        } catch (Invalid e) {
            return new Outcome(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (Forbidden e) {
            return new Outcome(HttpStatus.FORBIDDEN, String.valueOf(e.getMessage()));
        } catch (Conflict e) {
            return new Outcome(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    /** Refuses what was typed if something is wrong with it. */
    private void check(Action action, ChangeForm form) {
        if (!form.hasUsableReason()) {
            throw invalid("change.noReason", null);
        }
        if (action.asksReason() && form.reasonOrNull() == null) {
            throw invalid("change.asksReason", null);
        }
        if (action.asksPriority() && form.newPriority().isEmpty()) {
            throw invalid("change.noPriority", form.priority());
        }
        if (action.asksMinutes() && !form.hasUsableMinutes()) {
            throw invalid("change.noMinutes", form.minutes());
        }
    }

    private Invalid invalid(String key, @Nullable String typed) {
        return new Invalid(words.say(key, Objects.requireNonNullElse(typed, "")), List.of());
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

    private void apply(WorkflowId workflow, WorkflowAction action, ChangeForm form, String user) {
        var reason = form.reasonOrNull();
        switch (action) {
            case PAUSE -> workflows.pause(workflow, user, reason);
            case RESUME -> workflows.resume(workflow, user, reason);
            case CANCEL -> workflows.cancel(workflow, user, Objects.requireNonNull(reason));
            case RERUN ->
                workflows.rerun(workflow, user, reason, form.usefulFor().orElse(null));
            case DELETE -> workflows.delete(workflow, user);
        }
    }

    private boolean apply(PilotId pilot, PilotAction action, ChangeForm form, String user) {
        return switch (action) {
            case DRAIN -> pilots.drain(pilot, user, form.reasonOrNull());
            case KILL -> pilots.kill(pilot, user, form.reasonOrNull());
        };
    }

    private String done(String id, Action action, ChangeForm form) {
        return words.say(
                "change." + action.key() + ".done",
                id,
                form.newPriority().map(String::valueOf).orElse(""));
    }
}
