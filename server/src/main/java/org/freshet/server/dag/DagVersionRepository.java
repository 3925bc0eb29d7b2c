package org.freshet.server.dag;

import java.util.List;
import java.util.Optional;
import org.freshet.protocol.DagVersionView;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The parts of versions that somebody needs: texts are large. */
interface DagVersionRepository extends Repository<DagVersion, DagVersion.Key> {

    DagVersion save(DagVersion version);

    /** In a record, because Spring Data converts an array that a query gives byte by byte. */
    @SuppressWarnings("ArrayRecordComponent") // handed on to a reader, never compared
    record Text(byte[] graphml) {}

    @Query("select new org.freshet.server.dag.DagVersionRepository$Text(v.graphml) from DagVersion v"
            + " where v.key.dagId = :dag and v.key.version = :version")
    Optional<Text> text(long dag, int version);

    @Query("select v.digest from DagVersion v where v.key.dagId = :dag and v.key.version = :version")
    Optional<byte[]> digest(long dag, int version);

    @Query("""
            select new org.freshet.protocol.DagVersionView(v.key.version, v.description, v.vertices, v.edges,
              v.loadedAt, v.loadedBy)
            from DagVersion v
            where v.key.dagId = :dag and v.key.version <= :newest
            order by v.key.version desc
            """)
    List<DagVersionView> upTo(long dag, int newest, Limit limit);
}
