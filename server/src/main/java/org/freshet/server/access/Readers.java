package org.freshet.server.access;

import java.util.function.Supplier;
import org.freshet.server.account.TokenOwner;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Who may read what every account may read: all accounts, and whoever sits at the server's machine. */
@Component
public class Readers implements AuthorizationManager<RequestAuthorizationContext> {

    private final LocalReading localReading;

    Readers(LocalReading localReading) {
        this.localReading = localReading;
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends @Nullable Authentication> who, RequestAuthorizationContext request) {
        return new AuthorizationDecision(who.get() instanceof TokenOwner || localReading.allows(request.getRequest()));
    }
}
