package org.freshet.server.failure;

import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.AcknowledgementView;
import org.freshet.protocol.AcknowledgementWish;
import org.freshet.protocol.FailureGroupView;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.JobId;
import org.freshet.protocol.Page;
import org.freshet.server.failure.FailurePart.Standing;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Pages;
import org.freshet.server.platform.Parameters;
import org.freshet.server.platform.StorableTime;
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
@RequestMapping("/api/v1/failures")
class FailureController {

    private final Failures failures;
    private final Acknowledgements acknowledgements;
    private final Clock clock;

    FailureController(Failures failures, Acknowledgements acknowledgements, Clock clock) {
        this.failures = failures;
        this.acknowledgements = acknowledgements;
        this.clock = clock;
    }

    /** Unresolved jobs by the way in which they failed, the largest group first. Without {@code since}: of the last 24 h. */
    @GetMapping
    Page<FailureGroupView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of("since", "type", "host", "reason"));
        var now = clock.instant();
        var since = since(url, now);
        var types = url.list("type");
        var hosts = url.list("host");
        var reasons = url.words("reason", FailureReason.class);
        var standing = acknowledgements.standing(since);
        var groups = failures.of(new FailureTime(since, now.plusSeconds(60))).parts().stream()
                .filter(it -> it.standing() == Standing.UNRESOLVED)
                .filter(it -> types.isEmpty() || types.contains(it.key().jobtype()))
                .filter(it -> hosts.isEmpty()
                        || hosts.contains(String.valueOf(it.key().host())))
                .filter(it -> reasons.isEmpty() || reasons.contains(it.key().reason()))
                .sorted(Comparator.comparing(FailurePart::jobs)
                        .thenComparing(FailurePart::last)
                        .reversed()
                        .thenComparing(it -> it.key().id()))
                .toList();
        var from = below(groups, url.text("after"));
        var rows = groups.stream().skip(from).limit(url.limit() + 1L).toList();
        var page = Pages.cut(rows, url.limit(), it -> it.key().id());
        return new Page<>(page.items().stream().map(it -> view(it, standing)).toList(), page.next());
    }

    private static int below(List<FailurePart> groups, @Nullable String after) {
        for (int n = 0; after != null && n < groups.size(); n++) {
            if (groups.get(n).key().id().equals(after)) {
                return n + 1;
            }
        }
        return 0;
    }

    private static Instant since(Parameters url, Instant now) {
        var text = url.text("since");
        try {
            return text == null
                    ? now.minus(FailureTime.USUAL)
                    : StorableTime.checked(
                            text.startsWith("P") ? now.minus(Duration.parse(text)) : Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw Invalid.field(
                    "since",
                    "\"" + text + "\" is neither a time such as 2026-11-20T03:00:00Z nor a duration such as PT2H");
        }
    }

    private static FailureGroupView view(FailurePart part, List<AcknowledgementView> standing) {
        var key = part.key();
        return new FailureGroupView(
                key.reason(),
                key.exitCode(),
                key.signal(),
                key.jobtype(),
                key.host(),
                part.jobs(),
                part.first(),
                part.last(),
                part.message(),
                part.ids().stream().map(JobId::new).toList(),
                Acknowledgements.of(part, standing).orElse(null));
    }

    /** What people said of failures, latest first. */
    @GetMapping("/acknowledgements")
    Page<AcknowledgementView> acknowledgements(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        var after = url.number("after");
        var rows = acknowledgements.latest(after == null ? Long.MAX_VALUE : after, url.limit() + 1);
        return Pages.cut(rows, url.limit(), AcknowledgementView::id);
    }

    /** Says that a group is known. It holds until another job fails so. */
    @PostMapping("/acknowledgements")
    @ResponseStatus(HttpStatus.CREATED)
    AcknowledgementView acknowledge(@RequestBody AcknowledgementWish wish, Principal user) {
        var key = new FailureKey(wish.reason(), wish.exitCode(), wish.signal(), wish.jobtype(), wish.host());
        return acknowledgements.acknowledge(key, wish.until(), wish.note(), user.getName());
    }

    /** Takes one back. */
    @PostMapping("/acknowledgements/{id}/undo")
    AcknowledgementView undo(@PathVariable long id, Principal user) {
        return acknowledgements.undo(id, user.getName());
    }
}
