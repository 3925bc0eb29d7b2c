package org.freshet.server.account;

import jakarta.servlet.DispatcherType;
import org.freshet.protocol.Role;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Who may call what of the API. Every change needs a token; reading needs one unless {@link LocalReading} says that the
 * reader sits at the server's machine. Pilots present credentials of their own, which the controllers check.
 */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain access(HttpSecurity http, TokenSql tokens, Readers readers, RefusedAccess refused)
            throws Exception {
        // Tokens travel in a header that no other site can make a browser send: nothing here for CSRF to protect.
        return http.securityMatcher("/api/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(new SecurityHeaders())
                .addFilterBefore(new BearerTokenFilter(tokens, refused), AuthorizationFilter.class)
                .exceptionHandling(it -> it.authenticationEntryPoint(refused).accessDeniedHandler(refused))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/pilots", "/api/v1/pilots/*/exchange")
                        .permitAll()
                        .requestMatchers(HttpMethod.PUT, "/api/v1/pilots/*/jobs/*/attempts/*/logs/*")
                        .permitAll()
                        // A dump holds everything, hashes of tokens included; what is purged is gone for everybody.
                        .requestMatchers("/api/v1/database/**", "/api/v1/purge")
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers(HttpMethod.GET, "/**")
                        .access(readers)
                        .requestMatchers(HttpMethod.HEAD, "/**")
                        .access(readers)
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /** There are no passwords; without this bean one would be made up and printed. */
    @Bean
    UserDetailsService noPasswords() {
        return name -> {
            throw new UsernameNotFoundException(name);
        };
    }
}
