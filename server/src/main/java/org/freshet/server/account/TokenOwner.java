package org.freshet.server.account;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** The account whose valid token a request carries. Has the authority of its role and of all roles below. */
public final class TokenOwner extends AbstractAuthenticationToken {

    private final String account;
    private final Role role;
    private final long tokenId;

    public TokenOwner(String account, Role role, long tokenId) {
        super(authorities(role));
        this.account = account;
        this.role = role;
        this.tokenId = tokenId;
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(Role role) {
        return Arrays.stream(Role.values())
                .filter(role::includes)
                .<GrantedAuthority>map(it -> new SimpleGrantedAuthority("ROLE_" + it))
                .toList();
    }

    /** Its name, unique. */
    public String account() {
        return account;
    }

    public Role role() {
        return role;
    }

    /** The token by which the account proved who it is. */
    public long tokenId() {
        return tokenId;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Object getPrincipal() {
        return account;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenOwner it && it.account.equals(account) && it.role == role && it.tokenId == tokenId;
    }

    @Override
    public int hashCode() {
        return Objects.hash(account, role, tokenId);
    }
}
