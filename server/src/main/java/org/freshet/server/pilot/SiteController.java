package org.freshet.server.pilot;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.NewSecret;
import org.freshet.protocol.Page;
import org.freshet.protocol.SiteChange;
import org.freshet.protocol.SiteChanged;
import org.freshet.protocol.SiteView;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sites")
class SiteController {

    private final SiteReader reader;
    private final SiteChanges changes;

    SiteController(SiteReader reader, SiteChanges changes) {
        this.reader = reader;
        this.changes = changes;
    }

    /** @param reason kept in the history; required to pause */
    record Cause(@Nullable String reason) {}

    @GetMapping
    Page<SiteView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        var after = url.text("after");
        var rows = reader.all().stream()
                .filter(it -> after == null || it.name().compareTo(after) > 0)
                .limit(url.limit() + 1L)
                .toList();
        return Pages.cut(rows, url.limit(), SiteView::name);
    }

    @GetMapping("/{name}")
    SiteView show(@PathVariable String name) {
        return reader.get(name);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    SiteChanged add(@RequestBody SiteChange wish, Principal user) {
        return changes.add(wish, user.getName());
    }

    @PatchMapping("/{name}")
    SiteChanged change(@PathVariable String name, @RequestBody SiteChange wish, Principal user) {
        return changes.change(name, wish, user.getName());
    }

    @PostMapping("/{name}/pause")
    SiteView pause(@PathVariable String name, @RequestBody(required = false) @Nullable Cause cause, Principal user) {
        return changes.pause(name, reason(cause), user.getName());
    }

    @PostMapping("/{name}/resume")
    SiteView resume(@PathVariable String name, @RequestBody(required = false) @Nullable Cause cause, Principal user) {
        return changes.resume(name, reason(cause), user.getName());
    }

    @PostMapping("/{name}/secret")
    NewSecret renewSecret(
            @PathVariable String name, @RequestBody(required = false) @Nullable Cause cause, Principal user) {
        return changes.renewSecret(name, reason(cause), user.getName());
    }

    private static @Nullable String reason(@Nullable Cause cause) {
        return cause == null ? null : cause.reason();
    }
}
