package org.freshet.server.platform;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** Where the web server turns when an answer was given up: a page for a page, a problem document for everything else. */
@Controller
class ErrorAnswersController implements ErrorController {

    private final List<ErrorViewResolver> pages;

    ErrorAnswersController(List<ErrorViewResolver> pages) {
        this.pages = List.copyOf(pages);
    }

    /** Asked for directly, this is an address at which there is nothing. */
    @RequestMapping("/error")
    Object answer(HttpServletRequest request) {
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        var status = Objects.requireNonNullElse(HttpStatus.resolve(code), HttpStatus.INTERNAL_SERVER_ERROR);
        var path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        for (var each : pages) {
            var page = each.resolveErrorView(request, status, Map.of("path", path));
            if (page != null) {
                return page;
            }
        }
        return Problems.problem(status, detail(status), null);
    }

    private static String detail(HttpStatus status) {
        return status.is5xxServerError()
                ? "The server failed. Its log tells more."
                : "This request was refused. Nothing was done.";
    }
}
