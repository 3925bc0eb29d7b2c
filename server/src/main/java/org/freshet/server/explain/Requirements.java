package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.freshet.server.job.Requirement;
import org.freshet.server.platform.Rows;

/** Reads what jobs ask for from a row that has the columns of table {@code requirement}. */
final class Requirements {

    private Requirements() {}

    static Requirement read(ResultSet row) throws SQLException {
        return new Requirement(
                row.getString("jobtype"),
                row.getString("site"),
                row.getInt("cores"),
                row.getInt("memory_mb"),
                row.getInt("disk_mb"),
                Rows.texts(row, "tags"),
                row.getInt("time_limit_s"));
    }
}
