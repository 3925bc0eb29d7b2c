package org.freshet.server.account;

import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/** What every page and every answer of the API tells a browser, beside what Spring Security says by default. */
final class SecurityHeaders implements Customizer<HeadersConfigurer<HttpSecurity>> {

    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Override
    public void customize(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(it -> it.policyDirectives(CONTENT_POLICY))
                .referrerPolicy(it -> it.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN));
    }
}
