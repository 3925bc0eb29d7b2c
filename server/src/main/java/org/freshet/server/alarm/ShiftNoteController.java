package org.freshet.server.alarm;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.Page;
import org.freshet.protocol.ShiftNoteView;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/shift/notes")
class ShiftNoteController {

    private final ShiftNotes notes;

    ShiftNoteController(ShiftNotes notes) {
        this.notes = notes;
    }

    /** @param text 1 to 4000 characters; required */
    record Note(@Nullable String text) {}

    /** The notes of shifts, newest first. */
    @GetMapping
    Page<ShiftNoteView> notes(@RequestParam Map<String, String> url) {
        var parameters = new Parameters(url, Set.of());
        var limit = parameters.limit();
        return Pages.cut(notes.list(parameters.number("after"), limit), limit, ShiftNoteView::id);
    }

    /** Writes a note that the hand-over of this shift shows. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ShiftNoteView write(@RequestBody Note note, Principal user) {
        return notes.add(note.text(), user.getName());
    }
}
