package org.freshet.server.account;

import java.time.Clock;
import java.util.regex.Pattern;
import org.freshet.protocol.Role;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.freshet.server.platform.StartRefused;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What administrators do with accounts. There is always one administrator left who may act. */
@Service
public class Users {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]{0,99}");

    private final Accounts accounts;
    private final EventSql history;
    private final Clock clock;

    Users(Accounts accounts, EventSql history, Clock clock) {
        this.accounts = accounts;
        this.history = history;
        this.clock = clock;
    }

    @Transactional
    void add(@Nullable String name, @Nullable Role role, @Nullable String reason, String by) {
        if (name == null || !isName(name)) {
            throw Invalid.field(
                    "name", "1 to 100 letters, digits and . _ @ + - are expected, as in mara or mara@lab.org");
        }
        if (accounts.findByName(name).isPresent()) {
            throw exists(name);
        }
        try {
            var added = accounts.saveAndFlush(new Account(name, needed(role)));
            tell(added, null, reason, by);
        } catch (DataIntegrityViolationException e) {
            throw exists(name);
        }
    }

    /** Whether an account can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static Conflict exists(String name) {
        return new Conflict(
                "There is a user " + name + " already. Change the role with: freshet user role " + name + " ROLE");
    }

    private static Role needed(@Nullable Role role) {
        if (role == null) {
            throw Invalid.field("role", "missing; VIEWER, SUBMITTER, OPERATOR or ADMIN is expected");
        }
        return role;
    }

    /** Nothing is changed or told if that is the role already. */
    @Transactional
    void changeRole(String name, @Nullable Role role, @Nullable String reason, String by) {
        var wanted = needed(role);
        var account = wanted == Role.ADMIN ? lock(name) : lockUnlessLastAdministrator(name, "given another role");
        if (account.disabledAt() != null) {
            throw new Conflict("The user " + name + " is disabled; enable the account before its role is changed.");
        }
        if (account.role() != wanted) {
            var before = account.state();
            account.become(wanted);
            tell(account, before, reason, by);
        }
    }

    @Transactional
    void disable(String name, @Nullable String reason, String by) {
        var account = lockUnlessLastAdministrator(name, "disabled");
        if (account.disabledAt() == null) {
            var before = account.state();
            account.disable(clock.instant());
            tell(account, before, reason, by);
        }
    }

    @Transactional
    void enable(String name, @Nullable String reason, String by) {
        var account = lock(name);
        if (account.disabledAt() != null) {
            var before = account.state();
            account.enable();
            tell(account, before, reason, by);
        }
    }

    private Account lock(String name) {
        return accounts.lock(name).orElseThrow(() -> new NotFound("There is no user " + name + "."));
    }

    /** For a change after which the account is no administrator who may act. */
    private Account lockUnlessLastAdministrator(String name, String participle) {
        var administrators = accounts.lockAdministrators();
        var account = lock(name);
        if (account.isActiveAdministrator() && administrators.size() == 1) {
            throw new Conflict("The user " + name + " is the last administrator and cannot be " + participle
                    + ". Make another one first: freshet user role USER ADMIN");
        }
        return account;
    }

    /** The account as an administrator who may act, whatever it was before. */
    @Transactional
    Account administrator(String name, String actor, String reason) {
        var known = accounts.lock(name);
        var account = known.orElseGet(() -> accounts.saveAndFlush(new Account(name, Role.ADMIN)));
        if (known.isEmpty() || !account.isActiveAdministrator()) {
            if (account.isOfAProvider()) {
                throw new StartRefused(
                        "The account " + name + " belongs to a person who logs in at the OpenID provider, and is no"
                                + " administrator who may act. The server does not make it one for its own start.",
                        "Start the server as a system user of another name, or write the token of an administrator"
                                + " into admin.token in FRESHET_HOME.");
            }
            var before = known.map(Account::state).orElse(null);
            account.become(Role.ADMIN);
            account.enable();
            history.append("account", account.id(), before, account.state(), actor, reason);
        }
        return account;
    }

    private void tell(Account account, @Nullable String before, @Nullable String reason, String by) {
        history.append("account", account.id(), before, account.state(), "user " + by, reason);
    }
}
