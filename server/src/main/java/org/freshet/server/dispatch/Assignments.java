package org.freshet.server.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.FanOut;
import org.freshet.protocol.JobId;
import org.freshet.server.platform.Installation;
import org.freshet.server.platform.Rows;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Makes what a pilot needs to know from a row of table {@code job}. */
@Component
class Assignments {

    /** What a pilot runs that does not know how to list items. */
    private static final String TOO_OLD =
            "/bin/sh -c 'echo This pilot is too old to list the items of a foreach: update it. >&2; exit 1'";

    private final Installation installation;
    private final JsonMapper json;

    Assignments(Installation installation, JsonMapper json) {
        this.installation = installation;
        this.json = json;
    }

    Assignment read(ResultSet row) throws SQLException {
        var id = new JobId(row.getLong("id"));
        var fanOut = fanOut(row.getString("fan_out"));
        var lists = fanOut != null && (fanOut.glob() != null || fanOut.file() != null);
        var loose = row.getString("loose_outputs");
        return new Assignment(
                new AttemptId(id, row.getInt("attempt")),
                installation.uuidOf(id),
                row.getString("name"),
                row.getString("jobtype"),
                lists ? TOO_OLD : row.getString("payload"),
                json.readValue(row.getString("env"), new TypeReference<Map<String, String>>() {}),
                row.getInt("time_limit_s"),
                row.getBoolean("exclusive"),
                Rows.texts(row, "outputs"),
                loose == null ? Map.of() : json.readValue(loose, new TypeReference<Map<String, OutputCheck>>() {}),
                fanOut);
    }

    private @Nullable FanOut fanOut(@Nullable String text) {
        return text == null ? null : json.readValue(text, FanOut.class);
    }
}
