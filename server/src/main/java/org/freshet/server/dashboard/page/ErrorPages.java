package org.freshet.server.dashboard.page;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.freshet.server.platform.DatabaseAway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers with a page when a page cannot be shown. Leaves everything below {@code /api} and {@code /actuator} alone:
 * machines get problem documents.
 */
@Component
public class ErrorPages implements HandlerExceptionResolver, ErrorViewResolver, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);

    private static final List<String> FOR_MACHINES = List.of("/api/", "/actuator/");

    private final Words words;

    ErrorPages(Words words) {
        this.words = words;
    }

    /** Before the resolvers that answer with problem documents. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception e) {
        if (isForMachines(request.getRequestURI()) || response.isCommitted()) {
            return null;
        }
        if (e instanceof PageNotFound) {
            return view(HttpStatus.NOT_FOUND, notFound(String.valueOf(e.getMessage())));
        }
        if (e instanceof PageGone) {
            return view(HttpStatus.GONE, gone(String.valueOf(e.getMessage())));
        }
        if (DatabaseAway.explains(e)) {
            log.warn("{} could not be shown: the database cannot be reached: {}", request.getRequestURI(), cause(e));
            return view(HttpStatus.SERVICE_UNAVAILABLE, page("#i-broken", "error.database"));
        }
        if (e instanceof ErrorResponse known) {
            return forStatus(known.getStatusCode(), request.getRequestURI());
        }
        if (e instanceof RequestRejectedException) {
            return forStatus(HttpStatus.BAD_REQUEST, request.getRequestURI());
        }
        if (e instanceof HttpException refused) {
            // The web server could not read the parameters of the address, and says so only when they are asked for.
            return forStatus(HttpStatusCode.valueOf(refused.getCode()), request.getRequestURI());
        }
        String id = UUID.randomUUID().toString();
        log.error("{} could not be shown, request {}", request.getRequestURI(), id, e);
        return view(HttpStatus.INTERNAL_SERVER_ERROR, page("#i-broken", "error.server", id));
    }

    /** For what did not reach a controller, such as a request that the access rules refused. */
    @Override
    public @Nullable ModelAndView resolveErrorView(
            HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
        String path = String.valueOf(model.get("path"));
        if (isForMachines(path)) {
            return null;
        }
        Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        if (status == HttpStatus.FORBIDDEN && message instanceof String sentence && !sentence.isEmpty()) {
            return view(status, forbidden(sentence));
        }
        return forStatus(status, path);
    }

    private ModelAndView forStatus(HttpStatusCode status, String path) {
        return switch (status.value()) {
            case 401, 403 -> view(status, page("#i-broken", "error.access"));
            case 503 -> view(status, page("#i-broken", "error.database"));
            case 404 -> view(status, notFound(words.say("error.notFound.path", path)));
            default -> {
                String key = status.is5xxServerError() ? "error.server" : "error.request";
                yield view(status, page("#i-broken", key, Integer.toString(status.value())));
            }
        };
    }

    private ErrorPage notFound(String sentence) {
        return new ErrorPage(
                "#i-search", words.say("error.notFound.title"), sentence, words.say("error.notFound.next"));
    }

    private ErrorPage gone(String sentence) {
        return new ErrorPage("#i-stopped", words.say("error.gone.title"), sentence, words.say("error.gone.next"));
    }

    private ErrorPage forbidden(String sentence) {
        return new ErrorPage(
                "#i-broken", words.say("error.forbidden.title"), sentence, words.say("error.forbidden.next"));
    }

    private ErrorPage page(String icon, String key, Object... args) {
        return new ErrorPage(icon, words.say(key + ".title"), words.say(key, args), words.say(key + ".next", args));
    }

    private static ModelAndView view(HttpStatusCode status, ErrorPage page) {
        ModelAndView view = new ModelAndView("dashboard/error", Map.of("page", page));
        view.setStatus(status);
        return view;
    }

    private static boolean isForMachines(String path) {
        return FOR_MACHINES.stream().anyMatch(path::startsWith);
    }

    private static String cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
