package org.freshet.server.servicelog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.freshet.protocol.ServiceLogView;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** The service log for those outside the server: they read it, and scripts write into it. */
@Service
class ServiceNotes {

    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** Characters. */
    private static final int LONGEST_MESSAGE = 10_000;

    /** Bytes of JSON. */
    private static final int LONGEST_DATA = 64 * 1024;

    private final ServiceLogSql sql;

    ServiceNotes(ServiceLogSql sql) {
        this.sql = sql;
    }

    /** Newest first, one more than the limit. */
    @Transactional(readOnly = true)
    public List<ServiceLogView> list(ServiceLogFilter filter) {
        return sql.list(filter);
    }

    /** What a script wants to write; absent level = INFO. */
    record Note(
            String service,
            String message,
            @Nullable Level level,
            @Nullable JsonNode data) {}

    /** Stores it with its author. */
    @Transactional
    public ServiceLogView add(Note note, String user) {
        check(note);
        var data =
                note.data() == null || note.data().isNull() ? null : note.data().toString();
        if (data != null && data.getBytes(StandardCharsets.UTF_8).length > LONGEST_DATA) {
            throw Invalid.field("data", "longer than " + LONGEST_DATA + " bytes");
        }
        if (data != null && data.contains("\\u0000")) {
            throw Invalid.field("data", "the character U+0000 is not allowed");
        }
        return sql.add(
                note.service(),
                Objects.requireNonNullElse(note.level(), Level.INFO),
                note.message().strip(),
                data,
                "user " + user);
    }

    private static void check(Note note) {
        checkService(note.service());
        if (note.message().isBlank()) {
            throw Invalid.field("message", "an empty text is not allowed");
        }
        if (note.message().length() > LONGEST_MESSAGE) {
            throw Invalid.field("message", "longer than " + LONGEST_MESSAGE + " characters");
        }
    }

    static void checkService(String service) {
        if (!SERVICE.matcher(service).matches()) {
            throw Invalid.field(
                    "service",
                    "\"" + service + "\" is not allowed; 1 to 63 letters, digits, '.', '_' or '-' are,"
                            + " a letter or digit first");
        }
    }
}
