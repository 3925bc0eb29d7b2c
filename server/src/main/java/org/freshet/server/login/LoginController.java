package org.freshet.server.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The way in to the pages, and out. */
@Controller
class LoginController {

    private final Logins logins;
    private final OidcSettings provider;

    LoginController(Logins logins, OidcSettings provider) {
        this.logins = logins;
        this.provider = provider;
    }

    @GetMapping("/login")
    @Nullable
    String page(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String why,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var path = from == null
                ? LocalPath.ofReferrer(request.getHeader(HttpHeaders.REFERER), request.getHeader(HttpHeaders.HOST))
                : LocalPath.orStart(from);
        if (Visitor.of(request).isPresent()) {
            return goOn(response, path);
        }
        return page(model, path, LoginNotice.of(why).orElse(null), null);
    }

    @PostMapping("/login")
    @Nullable
    String enter(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(required = false) @Nullable String from,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var path = LocalPath.orStart(from);
        var refused = logins.enter(request, token);
        if (refused.isEmpty()) {
            return goOn(response, path);
        }
        var notice = refused.get().notice();
        var tooMany = notice == LoginNotice.TOO_MANY;
        response.setStatus((tooMany ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.UNAUTHORIZED).value());
        return page(model, path, notice, refused.get().detail());
    }

    /** What a browser sees that comes back from the OpenID provider, before it goes on by itself. */
    @GetMapping("/login/arrived")
    String arrived(@RequestAttribute(name = "page", required = false) @Nullable LoginPage arrived) {
        return arrived == null ? "redirect:/" : "login/arrived";
    }

    @PostMapping("/logout")
    @Nullable
    String leave(HttpServletRequest request, HttpServletResponse response) {
        logins.leave(request);
        return goOn(response, LoginAddress.of(LoginNotice.LOGGED_OUT, LocalPath.START));
    }

    private String page(Model model, String from, @Nullable LoginNotice notice, @Nullable String detail) {
        var harm = notice != null && notice != LoginNotice.LOGGED_OUT && notice != LoginNotice.NEEDED;
        model.addAttribute(
                "page",
                new LoginPage(
                        from,
                        notice == null ? null : notice.name(),
                        detail,
                        harm,
                        provider.isOn() ? provider.label() : null));
        return "login/login";
    }

    /** By hand, since a view's name would take braces in the path for something to fill in. */
    private static @Nullable String goOn(HttpServletResponse response, String path) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, path);
        return null;
    }
}
