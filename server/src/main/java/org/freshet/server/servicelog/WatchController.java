package org.freshet.server.servicelog;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.Page;
import org.freshet.protocol.WatchView;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/watches")
class WatchController {

    private final Watches watches;

    WatchController(Watches watches) {
        this.watches = watches;
    }

    /** @param everySeconds the longest silence that is no alarm, 10 to 2,678,400 */
    record Wish(String service, int everySeconds, @Nullable String reason) {}

    record Cause(@Nullable String reason) {}

    /** The dead-man switches. */
    @GetMapping
    Page<WatchView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        var after = url.text("after");
        var rows = watches.all().stream()
                .filter(it -> after == null || it.service().compareTo(after) > 0)
                .limit(url.limit() + 1L)
                .toList();
        return Pages.cut(rows, url.limit(), WatchView::service);
    }

    /** Watches a service, or changes how often it must write. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    WatchView watch(@RequestBody Wish wish, Principal user) {
        return watches.watch(wish.service(), wish.everySeconds(), user.getName(), Reason.optional(wish.reason()));
    }

    /** Watches it no more. */
    @PostMapping("/{service}/remove")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unwatch(@PathVariable String service, @RequestBody(required = false) @Nullable Cause cause, Principal user) {
        watches.unwatch(service, user.getName(), cause == null ? null : Reason.optional(cause.reason()));
    }
}
