package org.freshet.server.login;

import jakarta.servlet.DispatcherType;
import org.freshet.protocol.Role;
import org.freshet.server.access.BearerTokenFilter;
import org.freshet.server.access.Readers;
import org.freshet.server.access.RefusedAccess;
import org.freshet.server.account.TokenSql;
import org.freshet.server.account.TokenUses;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;

/**
 * Who may see the pages and what they are made of, and who may send their forms: everything that is not the API. People
 * are known by their sessions, which only a login begins; scripts may read pages with a token in the header.
 */
@Configuration(proxyBeanMethods = false)
class PageAccessConfiguration {

    private static final String[] FOR_EVERYBODY = {
        "/login", "/display", "/freshet.css", "/live.js", "/places.js", "/keys.js", "/alarms.js", "/schema/*"
    };

    @Bean
    @Order(2)
    SecurityFilterChain pageAccess(
            HttpSecurity http,
            BrowserSessions sessions,
            TokenSql tokens,
            TokenUses uses,
            Readers readers,
            PageRefusals refused,
            RefusedAccess refusedScripts)
            throws Exception {
        // A policy for sessions would take each request for a login: with each, a session got another id and forms
        // became
        // too old.
        return http.securityContext(it -> it.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .csrf(it -> it.csrfTokenRepository(new PageCsrfTokens(sessions.formCookie())))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .addFilterBefore(new SessionFilter(sessions, tokens, uses), CsrfFilter.class)
                .addFilterBefore(new BearerTokenFilter(tokens, uses, refusedScripts), CsrfFilter.class)
                .exceptionHandling(it -> it.authenticationEntryPoint(refused).accessDeniedHandler(refused))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(FOR_EVERYBODY)
                        .permitAll()
                        .requestMatchers("/audit", "/audit.csv")
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.POST, "/types/**")
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.POST, "/jobs/**", "/bulks/**", "/workflows/**")
                        .hasRole(Role.SUBMITTER.name())
                        .requestMatchers(HttpMethod.POST, "/errors/**", "/pilots/**", "/pool/**", "/alarms/**")
                        .hasRole(Role.OPERATOR.name())
                        .requestMatchers(HttpMethod.POST, "/handover/**")
                        .hasRole(Role.VIEWER.name())
                        .requestMatchers(HttpMethod.GET, "/**")
                        .access(readers)
                        .requestMatchers(HttpMethod.HEAD, "/**")
                        .access(readers)
                        .anyRequest()
                        .authenticated())
                .build();
    }
}
