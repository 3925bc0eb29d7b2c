package org.freshet.server.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.freshet.server.platform.Columns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Adds datasets that belong to no workflow; each is known by its path. */
@Repository
class DatasetChangeSql {

    // In the order of the paths, so that two who add the same ones do not wait for each other in a circle.
    private static final String ADD = """
            with added as (
              insert into dataset (name, state, comment, datatype, datatag, dirpath, path, written_at)
              select name, state, comment, datatype, datatag, dirpath, path, case when state = 'WRITTEN' then now() end
              from unnest(:names, :states, :comments, :datatypes, :datatags, :dirpaths, :paths)
                as d(name, state, comment, datatype, datatag, dirpath, path)
              order by path
              on conflict do nothing
              returning id, state, path
            ), history as (
              insert into event (entity, entity_id, to_state, actor, reason)
              select 'dataset', id, state, :actor, 'added: ' || path from added order by id
            )
            select path from added
            """;

    // Served by dataset_path_unique. In the order of the paths, too.
    private static final String MARK_WRITTEN = """
            with due as (
              select d.id
              from unnest(:paths) as w(path)
              join dataset d on md5(d.path) = md5(w.path) and d.path = w.path
              where d.workflow_id is null and d.state in ('DEFINED')
              order by d.path
              for no key update of d
            ), moved as (
              update dataset d
              set state = 'WRITTEN', written_at = now()
              from (select distinct id from due) due
              where d.id = due.id
              returning d.id
            )
            insert into event (entity, entity_id, from_state, to_state, actor, reason)
            select 'dataset', id, 'DEFINED', 'WRITTEN', :actor, 'its file is there' from moved order by id
            """;

    private final JdbcClient db;

    DatasetChangeSql(JdbcClient db) {
        this.db = db;
    }

    /** The paths of those that were not there yet. */
    Set<String> add(List<DatasetTerms> datasets, String actor) {
        return new HashSet<>(db.sql(ADD)
                .param("names", Columns.array("text", datasets, DatasetTerms::name))
                .param(
                        "states",
                        Columns.array("text", datasets, it -> it.state().name()))
                .param("comments", Columns.array("text", datasets, DatasetTerms::comment))
                .param("datatypes", Columns.array("text", datasets, DatasetTerms::datatype))
                .param("datatags", Columns.array("text", datasets, DatasetTerms::datatag))
                .param("dirpaths", Columns.array("text", datasets, DatasetTerms::dirpath))
                .param("paths", Columns.array("text", datasets, DatasetTerms::path))
                .param("actor", actor)
                .query(String.class)
                .list());
    }

    /** Those of these paths that are not written yet. */
    void markWritten(List<String> paths, String actor) {
        db.sql(MARK_WRITTEN)
                .param("paths", Columns.texts(paths))
                .param("actor", actor)
                .update();
    }
}
