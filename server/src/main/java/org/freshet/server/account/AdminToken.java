package org.freshet.server.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.freshet.server.platform.FreshetHome;
import org.freshet.server.platform.Secret;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The token with which the owner of the home acts: {@code admin.token} in the home, made at the first start, and anew
 * when the file is missing or the database does not know it. Whoever can read the file is the administrator.
 */
@Service
class AdminToken {

    private static final String FILE = "admin.token";

    private final FreshetHome home;
    private final Accounts accounts;
    private final TokenSql tokens;
    private final String owner;

    AdminToken(FreshetHome home, Accounts accounts, TokenSql tokens, @Value("${user.name}") String owner) {
        this.home = home;
        this.accounts = accounts;
        this.tokens = tokens;
        this.owner = owner;
    }

    /** The account is named after the system's user who runs the server. */
    @Transactional
    void prepare() {
        var file = home.home().resolve(FILE);
        try {
            if (Files.exists(file)
                    && tokens.owner(new Secret(Files.readString(file).strip()).hash())
                            .isPresent()) {
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the admin token " + file, e);
        }
        var account = accounts.findByName(owner)
                .orElseGet(() -> accounts.saveAndFlush(new Account(owner, Account.Role.ADMIN)));
        var secret = Secret.random();
        tokens.add(account.id(), "admin token of " + home.home(), secret.hash(), "service start");
        home.writePrivately(FILE, secret.text() + "\n");
    }
}
