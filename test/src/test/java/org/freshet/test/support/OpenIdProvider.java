package org.freshet.test.support;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/**
 * An OpenID provider: Spring's authorization server in this process. Everybody's password is {@code secret}. It is reached as
 * {@code localhost}, for browsers another site than {@code 127.0.0.1}.
 */
public final class OpenIdProvider implements AutoCloseable {

    public static final String CLIENT = "freshet";
    public static final String SECRET = "the client's secret";

    /** Who is in which groups, and how they are called. */
    private final Map<String, Person> people = new ConcurrentHashMap<>();

    private final int port = freePort();
    private final AnnotationConfigServletWebServerApplicationContext context =
            new AnnotationConfigServletWebServerApplicationContext();

    private record Person(String name, List<String> groups) {}

    /** Its address, at which nobody answers before {@link #start}. */
    public URI issuer() {
        return URI.create("http://localhost:" + port);
    }

    /**
     * Begins to answer.
     *
     * @param client the server that sends people here
     */
    public OpenIdProvider start(URI client) {
        context.registerBean(
                Settings.class, () -> new Settings(port, client + "/login/oidc", issuer().toString(), this::tell));
        context.register(Parts.class);
        context.refresh();
        return this;
    }

    /**
     * Somebody who can log in.
     *
     * @param login how they log in, and the subject
     * @param name how they are called
     */
    public OpenIdProvider with(String login, String name, String... groups) {
        people.put(login, new Person(name, List.of(groups)));
        return this;
    }

    private void tell(JwtEncodingContext token) {
        var person = people.get(token.getPrincipal().getName());
        if (person != null) {
            token.getClaims()
                    .claim("preferred_username", person.name())
                    .claim("realm_access", Map.of("groups", person.groups()));
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    private record Settings(
            int port, String redirect, String issuer, OAuth2TokenCustomizer<JwtEncodingContext> claims) {}

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Parts {

        @Bean
        JettyServletWebServerFactory web(Settings settings) {
            var web = new JettyServletWebServerFactory(settings.port());
            web.setAddress(InetAddress.getLoopbackAddress());
            web.getSettings().getSession().getCookie().setName("provider");
            return web;
        }

        @Bean
        SecurityFilterChain endpoints(HttpSecurity http) throws Exception {
            return http.oauth2AuthorizationServer(it -> it.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(it -> it.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService everybody() {
            return name -> User.withUsername(name)
                    .password("{noop}secret")
                    .roles("PERSON")
                    .build();
        }

        @Bean
        RegisteredClientRepository clients(Settings settings) {
            return new InMemoryRegisteredClientRepository(RegisteredClient.withId("1")
                    .clientId(CLIENT)
                    .clientSecret("{noop}" + SECRET)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(settings.redirect())
                    .scope("openid")
                    .scope("profile")
                    .clientSettings(
                            ClientSettings.builder().requireProofKey(true).build())
                    .build());
        }

        @Bean
        AuthorizationServerSettings authorizationServerSettings(Settings settings) {
            return AuthorizationServerSettings.builder()
                    .issuer(settings.issuer())
                    .build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims(Settings settings) {
            return settings.claims();
        }

        @Bean
        JWKSource<SecurityContext> keys() throws NoSuchAlgorithmException {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var pair = generator.generateKeyPair();
            return new ImmutableJWKSet<>(new JWKSet(new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                    .privateKey((RSAPrivateKey) pair.getPrivate())
                    .keyID("1")
                    .build()));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }
    }
}
