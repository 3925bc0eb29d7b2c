package org.freshet.server.login;

import org.freshet.server.platform.ServerAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The way to an OpenID provider and back. Needs no CSRF protection: the first step only leads to the provider, and the
 * second is bound to the first by its state, its nonce and a cookie.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(OidcIsOn.class)
class OidcConfiguration {

    static final String BEGIN = "/login/with";
    static final String RETURN = "/login/oidc";

    @Bean
    OidcProvider oidcProvider(OidcSettings settings, ServerAddress address) {
        return new OidcProvider(settings, address);
    }

    @Bean
    OidcRequests oidcRequests(BrowserSessions sessions) {
        return new OidcRequests(sessions.providerCookie());
    }

    @Bean
    OidcArrival oidcArrival(OidcSettings settings, ProviderAccounts accounts, BrowserSessions sessions) {
        return new OidcArrival(settings, accounts, sessions);
    }

    @Bean
    @Order(1)
    SecurityFilterChain oidcAccess(HttpSecurity http, OidcProvider provider, OidcRequests requests, OidcArrival arrival)
            throws Exception {
        return http.securityMatcher(BEGIN + "/**", RETURN)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(it -> it.anyRequest().permitAll())
                .oauth2Login(login -> login.loginPage("/login")
                        .loginProcessingUrl(RETURN)
                        .clientRegistrationRepository(provider)
                        .authorizedClientRepository(new NoProviderTokens())
                        .authorizationEndpoint(it -> it.baseUri(BEGIN).authorizationRequestRepository(requests))
                        .successHandler(arrival)
                        .failureHandler(arrival)
                        .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                            @Override
                            public <T extends OAuth2AuthorizationRequestRedirectFilter> T postProcess(T filter) {
                                filter.setAuthenticationFailureHandler(arrival);
                                return filter;
                            }
                        }))
                .build();
    }
}
