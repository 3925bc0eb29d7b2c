package org.freshet.server.dashboard.action;

import java.util.List;
import java.util.stream.Collectors;
import org.freshet.server.dashboard.page.Actor;

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
public record Offer(
        String kind,
        String id,
        String path,
        String live,
        boolean login,
        List<? extends Action> actions,
        int priority,
        boolean stale) {

    /** Whether somebody who is logged in might do something, and nobody is. */
    public static boolean isMissing(Actor who, List<? extends Action> possible) {
        return !who.isKnown() && !possible.isEmpty();
    }

    /** Two offers with the same are the same to the reader, however their forms differ. */
    public String same() {
        return login + " " + stale + " " + actions.stream().map(Action::name).collect(Collectors.joining(" "));
    }
}
