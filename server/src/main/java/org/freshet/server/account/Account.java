package org.freshet.server.account;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import org.freshet.protocol.Role;
import org.jspecify.annotations.Nullable;

/** Somebody who may act: a person, or a script that acts for one. */
@Entity
public class Account {

    private static final String DISABLED = "DISABLED";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";

    @Enumerated(EnumType.STRING)
    private Role role = Role.VIEWER;

    private @Nullable Instant disabledAt;

    private @Nullable String issuer;

    @SuppressWarnings("UnusedVariable") // the repository asks for it
    private @Nullable String subject;

    @Version
    private int version;

    protected Account() {}

    Account(String name, Role role) {
        this.name = name;
        this.role = role;
    }

    /**
     * The account of somebody for whom an OpenID provider vouches.
     *
     * @param issuer the provider
     * @param subject the provider's own name for the person, which never changes
     */
    public static Account of(String name, Role role, String issuer, String subject) {
        var account = new Account(name, role);
        account.issuer = issuer;
        account.subject = subject;
        return account;
    }

    public long id() {
        if (id == null) {
            throw new IllegalStateException("account " + name + " is not stored yet");
        }
        return id;
    }

    public String name() {
        return name;
    }

    public Role role() {
        return role;
    }

    public void become(Role other) {
        role = other;
    }

    /** Since when it may do nothing; null = it may act. */
    @Nullable
    public Instant disabledAt() {
        return disabledAt;
    }

    void disable(Instant now) {
        disabledAt = now;
    }

    void enable() {
        disabledAt = null;
    }

    /** Whether only a person of an OpenID provider can use it. */
    boolean isOfAProvider() {
        return issuer != null;
    }

    public boolean isActiveAdministrator() {
        return role == Role.ADMIN && disabledAt == null;
    }

    /** As its history says it: the role, or that it is disabled. */
    public String state() {
        return disabledAt == null ? role.name() : DISABLED;
    }
}
