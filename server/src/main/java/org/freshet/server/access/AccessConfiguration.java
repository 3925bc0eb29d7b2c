package org.freshet.server.access;

import jakarta.servlet.DispatcherType;
import org.freshet.protocol.Role;
import org.freshet.server.access.AccessRules.Need;
import org.freshet.server.account.TokenSql;
import org.freshet.server.account.TokenUses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Who may call what of the API: {@link AccessRules}. Every change needs a token; reading needs one unless
 * {@link LocalReading} says that the reader sits at the server's machine.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain access(
            HttpSecurity http, TokenSql tokens, TokenUses uses, Readers readers, RefusedAccess refused)
            throws Exception {
        // Tokens travel in a header that no other site can make a browser send: nothing here for CSRF to protect.
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .addFilterBefore(new BearerTokenFilter(tokens, uses, refused), AuthorizationFilter.class)
                .exceptionHandling(it -> it.authenticationEntryPoint(refused).accessDeniedHandler(refused))
                .authorizeHttpRequests(requests -> apply(requests, readers))
                .build();
    }

    private static void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            Readers readers) {
        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                .permitAll();
        for (var rule : AccessRules.all()) {
            var check = check(rule.need(), readers);
            requests.requestMatchers(HttpMethod.valueOf(rule.method()), rule.path())
                    .access(check);
            if (rule.method().equals("GET")) {
                requests.requestMatchers(HttpMethod.HEAD, rule.path()).access(check);
            }
        }
        requests.anyRequest().hasRole(Role.ADMIN.name());
    }

    private static AuthorizationManager<RequestAuthorizationContext> check(Need need, Readers readers) {
        return switch (need) {
            case NOTHING, PILOT -> SingleResultAuthorizationManager.permitAll();
            case READER -> readers;
            case VIEWER, SUBMITTER, OPERATOR, ADMIN -> AuthorityAuthorizationManager.hasRole(need.name());
        };
    }

    /** There are no passwords; without this bean one would be made up and printed. */
    @Bean
    UserDetailsService noPasswords() {
        return name -> {
            throw new UsernameNotFoundException(name);
        };
    }
}
