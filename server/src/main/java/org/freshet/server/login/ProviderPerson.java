package org.freshet.server.login;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.protocol.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * What an OpenID provider says of somebody.
 *
 * @param issuer the provider
 * @param subject the provider's own name for the person, which never changes
 * @param name what the account is to be called; empty if the provider does not say
 * @param role the highest that one of the person's groups gives
 */
public record ProviderPerson(String issuer, String subject, String name, Optional<Role> role) {

    /** Issuer and subject stand in every answer: it is refused before if they do not. */
    static ProviderPerson of(OidcUser user, OidcSettings settings) {
        var name = at(user.getClaims(), settings.nameClaim());
        return new ProviderPerson(
                Objects.requireNonNull(user.getIssuer()).toString(),
                Objects.requireNonNull(user.getSubject()),
                name == null ? "" : name.toString().strip(),
                settings.roleOf(groups(at(user.getClaims(), settings.rolesClaim()))));
    }

    /** A claim, or what its dots lead to: {@code realm_access.roles}. */
    private static @Nullable Object at(Map<String, ?> claims, String path) {
        if (claims.get(path) != null) {
            return claims.get(path);
        }
        Object found = claims;
        for (var part : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> object ? object.get(part) : null;
        }
        return found;
    }

    /** Of a list, or of one text with spaces or commas. */
    private static List<String> groups(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            case String text -> Stream.of(text.strip().split("[\\s,]+", -1)).toList();
            case null, default -> List.of();
        };
    }
}
