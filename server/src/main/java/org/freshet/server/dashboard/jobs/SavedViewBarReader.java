package org.freshet.server.dashboard.jobs;

import java.util.ArrayList;
import org.freshet.protocol.SavedView;
import org.freshet.server.dashboard.page.Actor;
import org.freshet.server.dashboard.page.Paths;
import org.freshet.server.view.SavedViews;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the links to the lists that somebody may see. */
@Component
class SavedViewBarReader {

    /** Of so many the jobs are counted. */
    private static final int COUNTED = 12;

    private final SavedViews views;
    private final SavedViewCounts counts;

    SavedViewBarReader(SavedViews views, SavedViewCounts counts) {
        this.views = views;
        this.counts = counts;
    }

    /** @param shown what follows the question mark in the address of the list that is shown */
    SavedViewBar read(String shown, Actor who) {
        var links = new ArrayList<SavedViewBar.Link>();
        for (var view : views.seenBy(who.account())) {
            links.add(link(view, shown, who, links.size() < COUNTED ? counts.of(view.query()) : null));
        }
        return new SavedViewBar(
                links, links.stream().anyMatch(SavedViewBar.Link::current), who.isKnown(), who.submitter());
    }

    private static SavedViewBar.Link link(SavedView view, String shown, Actor who, @Nullable Long count) {
        var own = view.user().equals(who.account());
        return new SavedViewBar.Link(
                view.id(),
                view.name(),
                view.query().isEmpty() ? Paths.JOBS : Paths.JOBS + "?" + view.query(),
                view.user(),
                own,
                view.query().equals(shown),
                own || (view.shared() && who.operator()),
                count);
    }
}
