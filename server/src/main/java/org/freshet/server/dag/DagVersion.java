package org.freshet.server.dag;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;

/** What was loaded under the name of a DAG at one time. */
@Entity
@Immutable
class DagVersion implements Persistable<DagVersion.Key> {

    /** @param version from 1 */
    @Embeddable
    record Key(long dagId, int version) {}

    @EmbeddedId
    private Key key = new Key(0, 0);

    @Column(updatable = false)
    private String description = "";

    @Column(updatable = false)
    private byte[] graphml = {};

    @Column(updatable = false)
    private byte[] digest = {};

    @Column(updatable = false)
    private int vertices;

    @Column(updatable = false)
    private int edges;

    @Column(updatable = false)
    private Instant loadedAt = Instant.EPOCH;

    @Column(updatable = false)
    private String loadedBy = "";

    protected DagVersion() {}

    /** The newest of its template. */
    static DagVersion newestOf(DagTemplate template, DagFile file, String description, String user, Instant now) {
        var version = new DagVersion();
        version.key = new Key(template.id(), template.newest());
        version.description = description;
        version.graphml = file.text();
        version.digest = file.digest();
        version.vertices = file.dag().vertices().size();
        version.edges = file.dag().edges().size();
        version.loadedAt = now;
        version.loadedBy = user;
        return version;
    }

    @Override
    public Key getId() {
        return key;
    }

    /** It is stored once, and never again. */
    @Override
    public boolean isNew() {
        return true;
    }
}
