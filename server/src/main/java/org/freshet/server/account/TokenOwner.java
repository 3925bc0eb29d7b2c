package org.freshet.server.account;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** The account whose valid token a request carries. */
final class TokenOwner extends AbstractAuthenticationToken {

    private final String account;

    TokenOwner(String account, Account.Role role) {
        super(AuthorityUtils.createAuthorityList("ROLE_" + role));
        this.account = account;
        setAuthenticated(true);
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
        return other instanceof TokenOwner it && it.account.equals(account);
    }

    @Override
    public int hashCode() {
        return Objects.hash(account);
    }
}
