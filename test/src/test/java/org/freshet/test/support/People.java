package org.freshet.test.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.freshet.protocol.Role;
import org.freshet.server.platform.Secret;

/** Accounts with names of their own, and tokens, made and ended as an administrator does it. */
public final class People {

    private final TestServer server;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public People(TestServer server) {
        this.server = server;
    }

    /** A new token of the account of this name, which has this role from now on. */
    public String token(String name, Role role) {
        if (known.add(name)) {
            ask("/api/v1/users", "{\"name\": \"%s\", \"role\": \"%s\"}".formatted(name, role));
        }
        give(name, role);
        return Person.token(server, name, "test", "").secret();
    }

    public void give(String name, Role role) {
        ask("/api/v1/users/" + name + "/role", "{\"role\": \"%s\"}".formatted(role));
    }

    public void disable(String name) {
        ask("/api/v1/users/" + name + "/disable", "{}");
    }

    public void revoke(String token) {
        var id = server.db()
                .sql("select id from token where hash = :hash")
                .param("hash", new Secret(token).hash())
                .query(Long.class)
                .single();
        ask("/api/v1/tokens/" + id + "/revoke", "{}");
    }

    /** Its time is over from now on. */
    public void expire(String token) {
        server.db()
                .sql("update token set expires_at = now() where hash = :hash")
                .param("hash", new Secret(token).hash())
                .update();
    }

    private void ask(String path, String body) {
        var answer = server.api().post(path, body);
        if (answer.status() >= 300) {
            throw new AssertionError(path + " refused with " + answer.status() + ": " + answer.body());
        }
    }
}
