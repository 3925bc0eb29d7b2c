package org.freshet.server.dashboard.page;

import jakarta.servlet.http.HttpServletRequest;
import org.freshet.protocol.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at a page or sends its form.
 *
 * @param account null for whoever is not logged in
 * @param submitter whether its role includes that of a submitter
 * @param operator whether its role includes that of an operator
 */
public record Actor(@Nullable String account, boolean submitter, boolean operator) {

    public static Actor of(HttpServletRequest request) {
        return new Actor(
                request.getUserPrincipal() == null
                        ? null
                        : request.getUserPrincipal().getName(),
                request.isUserInRole(Role.SUBMITTER.name()),
                request.isUserInRole(Role.OPERATOR.name()));
    }

    public boolean isKnown() {
        return account != null;
    }

    /** Whether it may change what this account submitted. */
    public boolean mayChange(String owner) {
        return operator || (submitter && owner.equals(account));
    }
}
