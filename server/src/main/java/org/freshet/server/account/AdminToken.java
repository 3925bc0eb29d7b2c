package org.freshet.server.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.freshet.server.platform.FreshetHome;
import org.freshet.server.platform.Secret;
import org.freshet.server.platform.StartRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The token with which the owner of the home acts: {@code admin.token} in the home, made at the first start, and anew
 * when the file is missing or the database does not know it. Whoever owns the home is an administrator. The token
 * in {@code FRESHET_TOKEN}, if the server is started with one, counts as well.
 */
@Service
class AdminToken {

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final String FILE = "admin.token";
    private static final int SHORTEST = 20;

    private final FreshetHome home;
    private final Users users;
    private final TokenSql tokens;
    private final String given;
    private final String owner;

    AdminToken(
            FreshetHome home,
            Users users,
            TokenSql tokens,
            @Value("${freshet.token}") String given,
            @Value("${user.name}") String owner) {
        this.home = home;
        this.users = users;
        this.tokens = tokens;
        this.given = given;
        this.owner = owner;
    }

    /** The account is named after the system's user who runs the server. */
    @Transactional
    void prepare() {
        var file = home.home().resolve(FILE);
        if (!given.isEmpty()) {
            adopt(new Secret(given));
        }
        if (isTaken(file)) {
            return;
        }
        var secret = Secret.random();
        add(secret, "admin token of " + home.home());
        home.writePrivately(FILE, secret.text() + "\n");
    }

    /** Whether the token in the file stays: if it is valid, or would be if an administrator had not disabled its owner. */
    private boolean isTaken(Path file) {
        try {
            if (!Files.exists(file)) {
                return false;
            }
            var known = tokens.find(new Secret(Files.readString(file).strip()).hash());
            known.filter(it -> it.disabledAt() != null)
                    .flatMap(PresentedToken::refusal)
                    .ifPresent(why -> log.warn(
                            "The token in {} is refused. {} Or remove the file and start the server again.",
                            file,
                            why));
            return known.filter(it -> it.revokedAt() == null && !it.expired()).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the admin token " + file, e);
        }
    }

    /** So that a script which knows the token beforehand can start a server and use it. */
    private void adopt(Secret secret) {
        if (given.length() < SHORTEST) {
            throw new StartRefused(
                    "FRESHET_TOKEN is shorter than " + SHORTEST + " characters; it would be guessed.",
                    "Unset FRESHET_TOKEN, or give a longer one.");
        }
        if (isKnown(secret)) {
            return;
        }
        tokens.find(secret.hash()).flatMap(PresentedToken::refusal).ifPresent(why -> {
            throw new StartRefused(
                    "The token in FRESHET_TOKEN cannot be used. " + why, "Unset FRESHET_TOKEN, or give another token.");
        });
        add(secret, "FRESHET_TOKEN of the server's start");
    }

    private boolean isKnown(Secret secret) {
        return tokens.owner(secret.hash()).isPresent();
    }

    private void add(Secret secret, String name) {
        var account = users.administrator(owner, "service start", "the owner of " + home.home());
        tokens.add(account.id(), name, secret.hash(), null, null, "service start");
    }
}
