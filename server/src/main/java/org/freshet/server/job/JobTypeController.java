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
                number(wish.limit()),
                Boolean.TRUE.equals(wish.create()),
                user.getName(),
                Reason.optional(wish.reason()));
    }

    private static @Nullable Integer number(@Nullable JsonNode limit) {
        if (limit != null && limit.isNull()) {
            return null;
        }
        if (limit == null || !limit.isIntegralNumber() || !limit.canConvertToInt()) {
            throw Invalid.field("limit", "a whole number from 0 on is expected, or null for no limit");
        }
        return limit.intValue();
    }

    @PostMapping("/{name}/order")
    JobTypeView order(@PathVariable String name, @RequestBody NewOrder wish, Principal user) {
        return types.order(
                name, wish.order(), Boolean.TRUE.equals(wish.create()), user.getName(), Reason.optional(wish.reason()));
    }
}
