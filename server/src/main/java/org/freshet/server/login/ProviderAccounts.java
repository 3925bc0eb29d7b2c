package org.freshet.server.login;

import org.freshet.protocol.Role;
import org.freshet.server.account.Account;
import org.freshet.server.account.Accounts;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.account.TokenSql;
import org.freshet.server.account.Users;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of people whom an OpenID provider knows. The provider says at each login which role they have. */
@Service
@Conditional(OidcIsOn.class)
class ProviderAccounts {

    private static final Logger log = LoggerFactory.getLogger(ProviderAccounts.class);
    private static final String ACTOR = "service login";

    private final Accounts accounts;
    private final TokenSql tokens;
    private final EventSql events;
    private final LoginSettings settings;

    ProviderAccounts(Accounts accounts, TokenSql tokens, EventSql events, LoginSettings settings) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.events = events;
        this.settings = settings;
    }

    /** What became of a login. */
    sealed interface Arrived {}

    record In(TokenOwner owner) implements Arrived {}

    record Out(LoginNotice why) implements Arrived {}

    /**
     * Finds or makes the account of somebody for whom the provider vouches, and a token that stands for this login. An
     * account belongs to a person by the provider's own name for them: who can choose how they are called at the provider
     * gets nobody else's account by it.
     */
    @Transactional
    Arrived arrive(ProviderPerson person) {
        if (person.role().isEmpty()) {
            return new Out(LoginNotice.NO_ROLE);
        }
        var known = accounts.findByIssuerAndSubject(person.issuer(), person.subject());
        if (known.isPresent() && known.get().disabledAt() != null) {
            return new Out(LoginNotice.DISABLED);
        }
        if (known.isPresent()) {
            follow(known.get(), person.role().get());
            return login(known.get());
        }
        if (!Users.isName(person.name())) {
            return new Out(LoginNotice.NO_NAME);
        }
        if (accounts.findByName(person.name()).isPresent()) {
            return new Out(LoginNotice.NAME_TAKEN);
        }
        return login(add(person, person.role().get()));
    }

    private Account add(ProviderPerson person, Role role) {
        var account = accounts.saveAndFlush(Account.of(person.name(), role, person.issuer(), person.subject()));
        events.append(
                "account",
                account.id(),
                null,
                account.state(),
                ACTOR,
                "first login of " + person.subject() + " of " + person.issuer());
        return account;
    }

    /** Of the last administrator the role stays, or nobody could give anybody a role any more. */
    private void follow(Account account, Role role) {
        if (account.role() == role) {
            return;
        }
        if (account.isActiveAdministrator() && accounts.lockAdministrators().size() == 1) {
            log.warn("{} stays ADMIN, being the last one, though the OpenID provider says {}", account.name(), role);
            return;
        }
        var before = account.state();
        account.become(role);
        events.append(
                "account", account.id(), before, account.state(), ACTOR, "the role that the OpenID provider says");
    }

    /** Nobody knows the secret of the token: it stands for the login, so that it can be listed and revoked like others. */
    private Arrived login(Account account) {
        var token = tokens.add(
                account.id(), "login by OpenID Connect", Secret.random().hash(), settings.idle(), null, ACTOR);
        return new In(new TokenOwner(account.name(), account.role(), token.orElseThrow()));
    }
}
