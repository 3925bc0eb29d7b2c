package org.freshet.server.account;

import java.util.Map;
import java.util.Set;
import org.freshet.protocol.Page;
import org.freshet.protocol.Role;
import org.freshet.protocol.TokenMade;
import org.freshet.protocol.TokenView;
import org.freshet.protocol.TokenWish;
import org.freshet.protocol.WhoAmI;
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
@RequestMapping("/api/v1")
class TokenController {

    private final Tokens tokens;
    private final TokenListSql query;

    TokenController(Tokens tokens, TokenListSql query) {
        this.tokens = tokens;
        this.query = query;
    }

    /** @param reason kept in the audit; optional */
    record Change(@Nullable String reason) {}

    @GetMapping("/me")
    WhoAmI me(TokenOwner user) {
        return new WhoAmI(
                user.account(), user.role(), query.find(user.tokenId()).orElseThrow());
    }

    /** Those of the user that is named; of an administrator who names none, everybody's. */
    @GetMapping("/tokens")
    Page<TokenView> list(@RequestParam Map<String, String> url, TokenOwner user) {
        var parameters = new Parameters(url, Set.of("user"));
        var whose = parameters.text("user");
        if (whose == null && user.role() != Role.ADMIN) {
            whose = user.account();
        }
        if (whose != null) {
            Tokens.checkMayActFor(whose, user, "Listing the tokens of " + whose);
        }
        var limit = parameters.limit();
        return Pages.cut(query.list(whose, parameters.number("after"), limit), limit, TokenView::id);
    }

    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    TokenMade make(@RequestBody TokenWish wish, TokenOwner user) {
        return tokens.make(wish, user);
    }

    @PostMapping("/tokens/{id}/revoke")
    TokenView revoke(@PathVariable long id, @RequestBody(required = false) @Nullable Change change, TokenOwner user) {
        return tokens.revoke(id, change == null ? null : Reason.optional(change.reason()), user);
    }
}
