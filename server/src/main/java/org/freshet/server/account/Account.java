package org.freshet.server.account;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.freshet.protocol.Role;
import org.jspecify.annotations.Nullable;

/** Somebody who may act: a person, or a script that acts for one. */
@Entity
class Account {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";

    @Enumerated(EnumType.STRING)
    private Role role = Role.VIEWER;

    @Version
    private int version;

    protected Account() {}

    Account(String name, Role role) {
        this.name = name;
        this.role = role;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("account " + name + " is not stored yet");
        }
        return id;
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }
}
