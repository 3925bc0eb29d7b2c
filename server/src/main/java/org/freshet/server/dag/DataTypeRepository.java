package org.freshet.server.dag;

import java.util.Collection;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface DataTypeRepository extends JpaRepository<DataType, Long> {

    List<DataType> findByNameIn(Collection<String> names);

    List<DataType> findByNameGreaterThanOrderByName(String after, Limit limit);
}
