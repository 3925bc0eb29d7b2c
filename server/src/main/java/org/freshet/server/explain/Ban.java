package org.freshet.server.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.freshet.protocol.Fact.Code;
import org.freshet.server.platform.Rows;

/** That the pilots of a host are given no jobs. */
record Ban(String host, Instant at, String by, String reason) {

    /** From a row of any statement that has these columns of {@code host_ban} under these names. */
    static Ban read(ResultSet row) throws SQLException {
        return new Ban(
                row.getString("banned_host"),
                Rows.requiredInstant(row, "banned_at"),
                row.getString("banned_by"),
                row.getString("banned_why"));
    }

    /** Says of a pilot why it takes no job. */
    void tellOfPilot(Telling telling, Instant now) {
        telling.more(Say.sentence("Its host " + since(now)));
        tellWhatToDo(telling);
    }

    /** Says of a job that no pilot has which hosts are banned. */
    static void tellOfJob(List<Ban> bans, Telling telling, Instant now) {
        if (bans.isEmpty()) {
            return;
        }
        var latest = bans.getFirst();
        telling.more(
                bans.size() == 1
                        ? Say.sentence("Host " + latest.since(now)) + " Its pilots take no jobs."
                        : Say.count(bans.size(), "host") + " are banned, and their pilots take no jobs: "
                                + Say.list(bans.stream().map(Ban::host).toList()) + ".");
        latest.tellWhatToDo(telling);
    }

    private String since(Instant now) {
        return host + " is banned since " + Say.time(at, now) + " by " + by + ": " + reason;
    }

    private void tellWhatToDo(Telling telling) {
        telling.fact(Code.HOST_BANNED, host)
                .next(
                        "Allow the host when it is mended: new pilots of it are let in then.",
                        "freshet host allow " + Say.argument(host));
    }
}
