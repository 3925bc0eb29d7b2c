package org.freshet.server.login;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether an OpenID provider is named. Without one, nothing that speaks to one is loaded. */
final class OidcIsOn implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !context.getEnvironment().getProperty("freshet.oidc.issuer", "").isBlank();
    }
}
