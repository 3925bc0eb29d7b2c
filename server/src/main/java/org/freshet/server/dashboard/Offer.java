package org.freshet.server.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What whoever looks at the page of a thing may do to it now. Nothing else is offered.
 *
 * @param kind of thing, as messages name it
 * @param path of the page
 * @param live the address from which the page keeps itself up to date, which is not that of an answer to a form
 * @param login whether somebody who is logged in might do something, and nobody is
 * @param priority of a job
 * @param stale whether a retry must say for how long the result is useful
 */
record Offer(
        String kind,
        String id,
        String path,
        String live,
        boolean login,
        List<? extends Action> actions,
        int priority,
        boolean stale) {

    /**
     * The offer to somebody.
     *
     * @param attempt whose log is shown; null for the latest
     * @param wish which lines of it
     */
    static Offer of(JobFacts job, Actor who, @Nullable String attempt, LogWish wish) {
        var possible = Arrays.stream(JobAction.values())
                .filter(it -> it.suits(job.state()))
                .toList();
        var stale = job.usefulUntilAt() != null && !job.usefulUntilAt().isAfter(job.now());
        var path = "/jobs/" + job.id();
        var query = Stream.of(attempt == null ? "" : "attempt=" + attempt, wish.query())
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining("&"));
        return new Offer(
                "job",
                Long.toString(job.id()),
                path,
                query.isEmpty() ? path : path + "?" + query,
                isMissing(who, possible),
                who.mayChange(job.user()) ? possible : List.of(),
                job.priority(),
                stale);
    }

    static Offer of(PilotPage page, Actor who) {
        var pilot = page.pilot();
        var possible = Arrays.stream(PilotAction.values())
                .filter(it -> it.suits(pilot.state(), pilot.told()))
                .toList();
        var path = "/pilots/" + pilot.id();
        return new Offer(
                "pilot",
                Long.toString(pilot.id()),
                path,
                page.pager().live(),
                isMissing(who, possible),
                who.operator() ? possible : List.of(),
                0,
                false);
    }

    static Offer of(PoolPage page, Actor who) {
        var site = page.site();
        var possible = Arrays.stream(PoolAction.values())
                .filter(it -> it.suits(site.paused()) && !site.byHand())
                .toList();
        return new Offer(
                "pool",
                site.name(),
                PoolReader.PATH + "/" + site.name(),
                page.pager().live(),
                isMissing(who, possible),
                who.operator() ? possible : List.of(),
                0,
                false);
    }

    static Offer of(TypePage page, Actor who) {
        var type = page.type();
        var possible = Arrays.stream(TypeAction.values())
                .filter(it -> it.suits(type.newestFirst()))
                .toList();
        return new Offer(
                "type",
                type.name(),
                type.page(),
                page.pager().live(),
                isMissing(who, possible),
                who.operator() ? possible : List.of(),
                0,
                false);
    }

    static Offer of(WorkflowPage page, Actor who) {
        var workflow = page.workflow();
        var possible = Arrays.stream(WorkflowAction.values())
                .filter(it -> it.suits(workflow.state(), page.hasDead()))
                .toList();
        return new Offer(
                "workflow",
                Long.toString(workflow.id()),
                WorkflowListReader.PATH + "/" + workflow.id(),
                page.live(),
                isMissing(who, possible),
                who.mayChange(workflow.user()) ? possible : List.of(),
                0,
                workflow.stale());
    }

    private static boolean isMissing(Actor who, List<? extends Action> possible) {
        return !who.isKnown() && !possible.isEmpty();
    }

    /** Two offers with the same are the same to the reader, however their forms differ. */
    public String same() {
        return login + " " + stale + " " + actions.stream().map(Action::name).collect(Collectors.joining(" "));
    }
}
