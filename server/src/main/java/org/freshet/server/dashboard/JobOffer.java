package org.freshet.server.dashboard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What whoever looks at a job's page may do to the job now. Nothing else is offered.
 *
 * @param path of the page
 * @param live the address from which the page keeps itself up to date, which is not that of an answer to a form
 * @param login whether nobody is logged in
 * @param stale whether a retry must say for how long the result is useful
 */
record JobOffer(
        String id, String path, String live, boolean login, List<JobAction> actions, int priority, boolean stale) {

    /**
     * The offer to somebody.
     *
     * @param attempt whose log is shown; null for the latest
     */
    static JobOffer of(JobFacts job, Actor who, @Nullable String attempt) {
        var actions = Arrays.stream(JobAction.values())
                .filter(it -> who.mayChange(job.user()) && it.suits(job.state()))
                .toList();
        var stale = job.usefulUntilAt() != null && !job.usefulUntilAt().isAfter(job.now());
        var path = "/jobs/" + job.id();
        var live = attempt == null ? path : path + "?attempt=" + attempt;
        return new JobOffer(Long.toString(job.id()), path, live, !who.isKnown(), actions, job.priority(), stale);
    }

    public boolean shown() {
        return login || !actions.isEmpty();
    }

    /** Two offers with the same are the same to the reader, however their forms differ. */
    public String same() {
        return login + " " + stale + " " + actions.stream().map(Enum::name).collect(Collectors.joining(" "));
    }
}
