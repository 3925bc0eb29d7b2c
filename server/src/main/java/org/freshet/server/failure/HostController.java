package org.freshet.server.failure;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.HostView;
import org.freshet.protocol.Page;
import org.freshet.server.dispatch.HostBans;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/hosts")
class HostController {

    private final Hosts hosts;
    private final HostBans bans;

    HostController(Hosts hosts, HostBans bans) {
        this.hosts = hosts;
        this.bans = bans;
    }

    /** @param reason for the audit, the pilots' logs and those who find the host banned; to ban, it must be given */
    record Cause(@Nullable String reason) {}

    /** Hosts that have pilots, had attempts in the last 2 h or are banned, by name. */
    @GetMapping
    Page<HostView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of("banned"));
        var after = url.text("after");
        var banned = url.text("banned");
        if (banned != null && !banned.equals("true") && !banned.equals("false")) {
            throw Invalid.field("banned", "\"" + banned + "\" is neither true nor false");
        }
        var rows = hosts.all().stream()
                .filter(it -> after == null || it.host().compareTo(after) > 0)
                .filter(it -> banned == null || banned.equals("true") == (it.ban() != null))
                .limit(url.limit() + 1L)
                .toList();
        return Pages.cut(rows, url.limit(), HostView::host);
    }

    /** Its pilots end after the jobs that they hold, and new ones are not let in. */
    @PostMapping("/{host}/ban")
    HostView ban(@PathVariable String host, @RequestBody Cause cause, Principal user) {
        bans.ban(host, user.getName(), cause.reason());
        return find(host);
    }

    /** New pilots of it are let in again. Those that were told to drain go on to. */
    @PostMapping("/{host}/allow")
    HostView allow(@PathVariable String host, @RequestBody(required = false) @Nullable Cause cause, Principal user) {
        bans.allow(host, user.getName(), cause == null ? null : Reason.optional(cause.reason()));
        return find(host);
    }

    private HostView find(String host) {
        return hosts.all().stream()
                .filter(it -> it.host().equals(host.strip()))
                .findFirst()
                .orElseGet(() -> new HostView(host.strip(), 0, 0, 0, 0, false, null));
    }
}
