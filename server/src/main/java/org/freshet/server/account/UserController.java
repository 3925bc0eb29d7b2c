package org.freshet.server.account;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.UserView;
import org.freshet.server.platform.NotFound;
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
@RequestMapping("/api/v1/users")
class UserController {

    private final Users users;
    private final UserSql query;

    UserController(Users users, UserSql query) {
        this.users = users;
        this.query = query;
    }

    record NewUser(
            @Nullable String name,
            @Nullable Role role,
            @Nullable String reason) {}

    record NewRole(@Nullable Role role, @Nullable String reason) {}

    /** @param reason kept in the audit; optional everywhere */
    record Change(@Nullable String reason) {}

    @GetMapping
    Page<UserView> list(@RequestParam Map<String, String> url) {
        var parameters = new Parameters(url, Set.of());
        var limit = parameters.limit();
        return Pages.cut(query.list(parameters.text("after"), limit), limit, UserView::name);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    UserView add(@RequestBody NewUser wish, Principal user) {
        users.add(wish.name(), wish.role(), Reason.optional(wish.reason()), user.getName());
        return find(String.valueOf(wish.name()));
    }

    @PostMapping("/{name}/role")
    UserView changeRole(@PathVariable String name, @RequestBody NewRole wish, Principal user) {
        users.changeRole(name, wish.role(), Reason.optional(wish.reason()), user.getName());
        return find(name);
    }

    @PostMapping("/{name}/disable")
    UserView disable(
            @PathVariable String name, @RequestBody(required = false) @Nullable Change change, Principal user) {
        users.disable(name, reason(change), user.getName());
        return find(name);
    }

    @PostMapping("/{name}/enable")
    UserView enable(@PathVariable String name, @RequestBody(required = false) @Nullable Change change, Principal user) {
        users.enable(name, reason(change), user.getName());
        return find(name);
    }

    private static @Nullable String reason(@Nullable Change change) {
        return change == null ? null : Reason.optional(change.reason());
    }

    private UserView find(String name) {
        return query.find(name).orElseThrow(() -> new NotFound("There is no user " + name + "."));
    }
}
