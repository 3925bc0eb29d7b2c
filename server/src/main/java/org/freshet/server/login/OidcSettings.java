package org.freshet.server.login;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.freshet.protocol.Role;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The OpenID provider at which people may log in to the pages.
 *
 * @param issuer its address, from which all others are found; empty = none
 * @param clientId how the provider knows this server
 * @param clientSecret by which the provider knows it
 * @param label what its users call it, for the button
 * @param scopes what is asked for, with commas; {@code openid} among it
 * @param nameClaim where the name of the account stands
 * @param rolesClaim where groups or roles stand, as a list or in one text; dots lead into an object
 * @param roleMap {@code GROUP=ROLE} with commas; empty = groups are called as our roles
 */
@ConfigurationProperties("freshet.oidc")
record OidcSettings(
        @DefaultValue("") String issuer,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("OpenID Connect") String label,
        @DefaultValue("openid,profile") String scopes,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("") String roleMap) {

    OidcSettings {
        if (!issuer.isBlank() && clientId.isBlank()) {
            throw new IllegalArgumentException(
                    "freshet.oidc.issuer is set and freshet.oidc.client-id (FRESHET_OIDC_CLIENT_ID) is not.");
        }
        if (!issuer.isBlank() && !List.of(scopes.strip().split("\\s*,\\s*", -1)).contains("openid")) {
            throw new IllegalArgumentException("freshet.oidc.scopes is \"" + scopes + "\" and lacks openid.");
        }
        roles(roleMap);
    }

    boolean isOn() {
        return !issuer.isBlank();
    }

    List<String> scopeList() {
        return Stream.of(scopes.strip().split("\\s*,\\s*", -1)).toList();
    }

    /** The highest role that one of these groups gives. */
    Optional<Role> roleOf(List<String> groups) {
        var map = roles(roleMap);
        return groups.stream()
                .flatMap(group -> Optional.ofNullable(map.get(group)).stream())
                .max(Role::compareTo);
    }

    private static Map<String, Role> roles(String map) {
        var roles = new LinkedHashMap<String, Role>();
        if (map.isBlank()) {
            for (var role : Role.values()) {
                roles.put(role.name().toLowerCase(Locale.ROOT), role);
            }
            return roles;
        }
        for (var pair : map.strip().split("\\s*,\\s*", -1)) {
            var equals = pair.lastIndexOf('=');
            roles.put(pair.substring(0, Math.max(0, equals)).strip(), role(pair, equals));
        }
        return roles;
    }

    private static Role role(String pair, int equals) {
        try {
            return Role.valueOf(pair.substring(equals + 1).strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "freshet.oidc.role-map has \"" + pair
                            + "\"; expected is GROUP=ROLE, where ROLE is viewer, submitter," + " operator or admin.",
                    e);
        }
    }
}
