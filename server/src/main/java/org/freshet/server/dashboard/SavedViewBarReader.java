package org.freshet.server.dashboard;

import org.freshet.protocol.SavedView;
import org.freshet.server.view.SavedViews;
import org.springframework.stereotype.Component;

/** Makes the links to the lists that somebody may see. */
@Component
class SavedViewBarReader {

    private final SavedViews views;

    SavedViewBarReader(SavedViews views) {
        this.views = views;
    }

    /** @param shown what follows the question mark in the address of the list that is shown */
    SavedViewBar read(String shown, Actor who) {
        var links = views.seenBy(who.account()).stream()
                .map(it -> link(it, shown, who))
                .toList();
        return new SavedViewBar(
                links,
                links.stream().anyMatch(SavedViewBar.Link::current),
                who.isKnown(),
                who.submitter());
    }

    private static SavedViewBar.Link link(SavedView view, String shown, Actor who) {
        var own = view.user().equals(who.account());
        return new SavedViewBar.Link(
                view.id(),
                view.name(),
                view.query().isEmpty() ? JobListReader.PATH : JobListReader.PATH + "?" + view.query(),
                view.user(),
                own,
                view.query().equals(shown),
                own || (view.shared() && who.operator()));
    }
}
