package org.freshet.server.servicelog;

import java.security.Principal;
import java.util.Map;
import org.freshet.protocol.Page;
import org.freshet.protocol.ServiceLogView;
import org.freshet.server.platform.Pages;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/log")
class ServiceLogController {

    private final ServiceNotes notes;

    ServiceLogController(ServiceNotes notes) {
        this.notes = notes;
    }

    @GetMapping
    Page<ServiceLogView> list(@RequestParam Map<String, String> parameters) {
        var filter = ServiceLogFilter.of(parameters);
        return Pages.cut(notes.list(filter), filter.limit(), ServiceLogView::id);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ServiceLogView add(@RequestBody ServiceNotes.Note note, Principal user) {
        return notes.add(note, user.getName());
    }
}
