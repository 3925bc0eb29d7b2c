package org.freshet.server.alarm;

import java.util.List;
import org.freshet.protocol.ShiftNoteView;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What shifters want those who come after them to know. */
@Service
public class ShiftNotes {

    /** Characters. */
    private static final int LONGEST = 4000;

    /** Characters of it in the audit. */
    private static final int AUDITED = 200;

    private final ShiftNoteSql sql;
    private final EventSql events;

    ShiftNotes(ShiftNoteSql sql, EventSql events) {
        this.sql = sql;
        this.events = events;
    }

    /** Newest first, up to the limit and one more. */
    @Transactional(readOnly = true)
    public List<ShiftNoteView> list(@Nullable Long after, int limit) {
        return sql.list(after, limit);
    }

    /** Writes a note, for ever. */
    @Transactional
    public ShiftNoteView add(@Nullable String text, String user) {
        if (text == null || text.isBlank()) {
            throw Invalid.field("text", "an empty text is not allowed");
        }
        var body = text.strip().replace("\r\n", "\n");
        if (body.length() > LONGEST) {
            throw Invalid.field("text", "longer than " + LONGEST + " characters");
        }
        if (body.indexOf('\0') >= 0) {
            throw Invalid.field("text", "the character U+0000 is not allowed");
        }
        var note = sql.add(user, body);
        events.append("shiftnote", note.id(), null, "WRITTEN", "user " + user, begin(body));
        return note;
    }

    private static String begin(String body) {
        return body.length() <= AUDITED ? body : body.substring(0, AUDITED) + " …";
    }
}
