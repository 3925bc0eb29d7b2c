package org.freshet.server.dag;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A template of workflows by its name; what is in it are its versions. */
@Entity
@Table(name = "dag")
class DagTemplate {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(updatable = false)
    private String name = "";

    @Column(updatable = false)
    private String owner = "";

    private int newest = 1;

    @Column(updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Version
    private int version;

    protected DagTemplate() {}

    /** A new one, whose version 1 is about to be stored. */
    static DagTemplate of(String name, String owner, Instant now) {
        var template = new DagTemplate();
        template.name = name;
        template.owner = owner;
        template.createdAt = now;
        return template;
    }

    /** Makes room for a version more, which is about to be stored. */
    void renew() {
        newest++;
    }

    long id() {
        return Objects.requireNonNull(id, "the DAG is stored");
    }

    String name() {
        return name;
    }

    String owner() {
        return owner;
    }

    int newest() {
        return newest;
    }

    Instant createdAt() {
        return createdAt;
    }
}
