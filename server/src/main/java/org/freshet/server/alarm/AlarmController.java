package org.freshet.server.alarm;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.AlarmSilenceView;
import org.freshet.protocol.AlarmSilenceWish;
import org.freshet.protocol.AlarmView;
import org.freshet.protocol.Page;
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
@RequestMapping("/api/v1/alarms")
class AlarmController {

    private final Alarms alarms;

    AlarmController(Alarms alarms) {
        this.alarms = alarms;
    }

    /** @param note what is being done about it */
    record Acknowledgement(@Nullable String note) {}

    record Cause(@Nullable String reason) {}

    /** Alarms, those that go on and those that are over, newest first. */
    @GetMapping
    Page<AlarmView> list(@RequestParam Map<String, String> url) {
        var filter = AlarmFilter.of(url);
        return Pages.cut(alarms.list(filter), filter.limit(), AlarmView::id);
    }

    /** One alarm. */
    @GetMapping("/{id}")
    AlarmView show(@PathVariable long id) {
        return alarms.get(id);
    }

    /** Says that somebody knows of an alarm. */
    @PostMapping("/{id}/ack")
    AlarmView acknowledge(
            @PathVariable long id, @RequestBody(required = false) @Nullable Acknowledgement what, Principal user) {
        return alarms.acknowledge(id, what == null ? null : what.note(), user.getName());
    }

    /** What nobody is told of now, newest first. */
    @GetMapping("/silences")
    Page<AlarmSilenceView> silences(@RequestParam Map<String, String> url) {
        var parameters = new Parameters(url, Set.of());
        var limit = parameters.limit();
        return Pages.cut(alarms.silences(parameters.number("after"), limit), limit, AlarmSilenceView::id);
    }

    /** Keeps alarms silent for a time. They are raised all the same. */
    @PostMapping("/silences")
    @ResponseStatus(HttpStatus.CREATED)
    AlarmSilenceView silence(@RequestBody AlarmSilenceWish wish, Principal user) {
        return alarms.silence(wish, user.getName());
    }

    /** Ends a silence before its time. */
    @PostMapping("/silences/{id}/end")
    AlarmSilenceView unsilence(
            @PathVariable long id, @RequestBody(required = false) @Nullable Cause cause, Principal user) {
        return alarms.unsilence(id, cause == null ? null : Reason.optional(cause.reason()), user.getName());
    }
}
