package org.freshet.server.account;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Who may see the pages, and what they are made of: everything that is not the API. */
@Configuration(proxyBeanMethods = false)
class PageAccessConfiguration {

    @Bean
    @Order(2)
    SecurityFilterChain pageAccess(
            HttpSecurity http, TokenSql tokens, TokenUses uses, Readers readers, RefusedAccess refused)
            throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(it -> it.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .addFilterBefore(new BearerTokenFilter(tokens, uses, refused), AuthorizationFilter.class)
                .exceptionHandling(it -> it.authenticationEntryPoint(refused).accessDeniedHandler(refused))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/**")
                        .access(readers)
                        .requestMatchers(HttpMethod.HEAD, "/**")
                        .access(readers)
                        .anyRequest()
                        .authenticated())
                .build();
    }
}
