package org.freshet.server.dashboard.failures;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives every page the number of unresolved jobs for its head. */
@ControllerAdvice("org.freshet.server.dashboard")
class UnresolvedAdvice {

    private final ObjectProvider<Unresolved> unresolved;

    /** Where pages are made without a database there is no such number. */
    UnresolvedAdvice(ObjectProvider<Unresolved> unresolved) {
        this.unresolved = unresolved;
    }

    @ModelAttribute("unresolved")
    Unresolved.@Nullable Count unresolved() {
        var known = unresolved.getIfAvailable();
        return known == null ? null : known.count();
    }
}
