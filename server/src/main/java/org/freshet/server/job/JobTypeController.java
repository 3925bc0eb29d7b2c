package org.freshet.server.job;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.JobTypeView;
import org.freshet.protocol.Page;
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
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/jobtypes")
class JobTypeController {

    private final JobTypes types;

    JobTypeController(JobTypes types) {
        this.types = types;
    }

    /**
     * Another limit.
     *
     * @param limit a whole number from 0 on, or null for none; it must be there, so that no limit is lifted by a mistake
     * @param create whether a type that no job has named yet is made
     */
    record Limit(
            @Nullable JsonNode limit,
            @Nullable Boolean create,
            @Nullable String reason) {}

    /**
     * From when on its results are late.
     *
     * @param lateAfterSeconds a whole number from 1 on, or null for the server's default; it must be there
     * @param create whether a type that no job has named yet is made
     */
    record Lateness(
            @Nullable JsonNode lateAfterSeconds,
            @Nullable Boolean create,
            @Nullable String reason) {}

    /** @param create whether a type that no job has named yet is made */
    record NewOrder(
            JobTypeView.Order order,
            @Nullable Boolean create,
            @Nullable String reason) {}

    @GetMapping
    Page<JobTypeView> list(@RequestParam Map<String, String> parameters) {
        var url = new Parameters(parameters, Set.of());
        return Pages.cut(types.list(url.text("after"), url.limit()), url.limit(), JobTypeView::name);
    }

    @GetMapping("/{name}")
    JobTypeView show(@PathVariable String name) {
        return types.get(name);
    }

    @PostMapping("/{name}/limit")
    JobTypeView limit(@PathVariable String name, @RequestBody Limit wish, Principal user) {
        return types.limit(
                name,
                number("limit", wish.limit(), "a whole number from 0 on is expected, or null for no limit"),
                Boolean.TRUE.equals(wish.create()),
                user.getName(),
                Reason.optional(wish.reason()));
    }

    @PostMapping("/{name}/late")
    JobTypeView late(@PathVariable String name, @RequestBody Lateness wish, Principal user) {
        return types.lateAfter(
                name,
                number(
                        "lateAfterSeconds",
                        wish.lateAfterSeconds(),
                        "a whole number of seconds from 1 on is expected, or null for the server's default"),
                Boolean.TRUE.equals(wish.create()),
                user.getName(),
                Reason.optional(wish.reason()));
    }

    private static @Nullable Integer number(String field, @Nullable JsonNode number, String expected) {
        if (number != null && number.isNull()) {
            return null;
        }
        if (number == null || !number.isIntegralNumber() || !number.canConvertToInt()) {
            throw Invalid.field(field, expected);
        }
        return number.intValue();
    }

    @PostMapping("/{name}/order")
    JobTypeView order(@PathVariable String name, @RequestBody NewOrder wish, Principal user) {
        return types.order(
                name, wish.order(), Boolean.TRUE.equals(wish.create()), user.getName(), Reason.optional(wish.reason()));
    }
}
