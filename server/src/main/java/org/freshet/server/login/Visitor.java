package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.freshet.protocol.Role;
import org.freshet.server.account.TokenOwner;

/** Who is logged in, as every page says in its head. */
record Visitor(String account, String role) {

    private static final String ATTRIBUTE = "visitor";

    /** Templates find it by this name among the request's attributes, on error pages too. */
    static void of(HttpServletRequest request, TokenOwner owner) {
        request.setAttribute(
                ATTRIBUTE, new Visitor(owner.account(), owner.role().name()));
    }

    /** Whether its role includes that of an operator, who may read the audit. */
    public boolean readsAudit() {
        return role.equals(Role.OPERATOR.name()) || role.equals(Role.ADMIN.name());
    }

    static Optional<Visitor> of(HttpServletRequest request) {
        return Optional.ofNullable((Visitor) request.getAttribute(ATTRIBUTE));
    }
}
