package org.freshet.server.login;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.freshet.server.platform.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * What is known about the OpenID provider. It is asked when the first person wants to log in there, and again until it has
 * answered: a provider that is away hinders neither the start nor a login by token.
 */
final class OidcProvider implements ClientRegistrationRepository {

    /** The one provider's name in addresses. */
    static final String ID = "oidc";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OidcSettings settings;
    private final ServerAddress address;
    private volatile @Nullable ClientRegistration known;

    OidcProvider(OidcSettings settings, ServerAddress address) {
        this.settings = settings;
        this.address = address;
    }

    /** The provider does not answer, or not as an OpenID provider does. */
    static final class Away extends RuntimeException {

        private static final long serialVersionUID = 1;

        Away(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!ID.equals(id)) {
            return null;
        }
        var provider = known;
        if (provider == null) {
            provider = ask();
            known = provider;
        }
        return provider;
    }

    private ClientRegistration ask() {
        var where = settings.issuer().replaceFirst("/+$", "") + "/.well-known/openid-configuration";
        try {
            var answer = client().get()
                    .uri(URI.create(where))
                    .retrieve()
                    .body(new ParameterizedTypeReference<Map<String, Object>>() {});
            if (answer == null || !settings.issuer().equals(answer.get("issuer"))) {
                throw new Away(
                        where + " is of the issuer " + (answer == null ? null : answer.get("issuer")) + ", not "
                                + settings.issuer(),
                        null);
            }
            return registration(ClientRegistrations.fromOidcConfiguration(answer));
        } catch (RestClientException | IllegalArgumentException e) {
            throw new Away("The OpenID provider does not answer at " + where + ": " + e.getMessage(), e);
        }
    }

    private ClientRegistration registration(ClientRegistration.Builder found) {
        var secret = settings.clientSecret();
        if (secret.isEmpty()) {
            found.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        }
        return found.registrationId(ID)
                .clientId(settings.clientId())
                .clientSecret(secret)
                .scope(settings.scopeList())
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .redirectUri(address.configuredUrl().map(URI::toString).orElse("{baseUrl}") + OidcConfiguration.RETURN)
                .build();
    }

    private static RestClient client() {
        var factory = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(PATIENCE).build());
        factory.setReadTimeout(PATIENCE);
        return RestClient.builder().requestFactory(factory).build();
    }
}
