package org.freshet.test.support;

import java.util.Locale;
import java.util.UUID;
import org.freshet.protocol.Role;
import org.freshet.protocol.TokenMade;

/**
 * Somebody with an account and a token, made as an administrator makes them.
 *
 * @param name of the account
 * @param tokenId number of the token
 * @param token the token itself
 * @param api the server's API with this token
 */
public record Person(String name, Role role, long tokenId, String token, Api api) {

    /** A new account of a role, with a token that does not expire. */
    public static Person with(TestServer server, Role role) {
        var name = role.name().toLowerCase(Locale.ROOT) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        var added = server.api()
                .post("/api/v1/users", """
                {"name": "%s", "role": "%s"}
                """.formatted(name, role));
        if (added.status() != 201) {
            throw new AssertionError("user refused with " + added.status() + ": " + added.body());
        }
        var made = token(server, name, "test", "");
        return new Person(name, role, made.token().id(), made.secret(), new Api(server.url(), made.secret()));
    }

    /**
     * One more token of an account.
     *
     * @param more further JSON of the wish, beginning with a comma
     */
    public static TokenMade token(TestServer server, String user, String name, String more) {
        var made = server.api()
                .post("/api/v1/tokens", """
                {"name": "%s", "user": "%s" %s}
                """.formatted(name, user, more));
        if (made.status() != 201) {
            throw new AssertionError("token refused with " + made.status() + ": " + made.body());
        }
        return made.as(TokenMade.class);
    }
}
