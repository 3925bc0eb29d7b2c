package org.freshet.server.dag;

import java.util.List;
import java.util.Optional;
import org.freshet.protocol.DagView;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface DagRepository extends JpaRepository<DagTemplate, Long> {

    Optional<DagTemplate> findByName(String name);

    @Query("select d.name from DagTemplate d order by d.name")
    List<String> names();

    /** With the facts of the newest version, and without its text. */
    @Query("""
            select new org.freshet.protocol.DagView(d.name, v.key.version, d.owner, v.description, v.vertices, v.edges,
              d.createdAt, v.loadedAt, v.loadedBy)
            from DagTemplate d
            join DagVersion v on v.key.dagId = d.id and v.key.version = d.newest
            where d.name > :after
            order by d.name
            """)
    List<DagView> list(String after, Limit limit);
}
