package org.freshet.server.platform;

import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.freshet.protocol.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;

/** Turns what goes wrong into RFC 9457 problem documents; for pages there are pages, made before this is asked. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    ResponseEntity<Problem> notFound(NotFound e) {
        return problem(HttpStatus.NOT_FOUND, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> conflict(Conflict e) {
        return problem(e.type(), HttpStatus.CONFLICT, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> invalid(Invalid e) {
        return problem(HttpStatus.BAD_REQUEST, e.getMessage(), e.errors());
    }

    @ExceptionHandler
    ResponseEntity<Problem> unauthorized(Unauthorized e) {
        return problem(HttpStatus.UNAUTHORIZED, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> forbidden(Forbidden e) {
        return problem(HttpStatus.FORBIDDEN, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> gone(Gone e) {
        return problem(HttpStatus.GONE, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> tooLarge(TooLarge e) {
        return problem(HttpStatus.CONTENT_TOO_LARGE, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> encoded(Encoded e) {
        return problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, e.getMessage(), null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> unavailable(Unavailable e) {
        log.warn("Answered 503: {}", e.toString());
        return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), null);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Problem> failedAtTheDatabase(Exception e) {
        if (!DatabaseAway.explains(e)) {
            return failed(e);
        }
        log.warn("Answered 503: {}", e.toString());
        return problem(HttpStatus.SERVICE_UNAVAILABLE, DatabaseAway.sentence(e), null);
    }

    @ExceptionHandler({HttpMessageNotReadableException.class, JacksonException.class})
    ResponseEntity<Problem> unreadable(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLarge tooLarge) {
                return tooLarge(tooLarge);
            }
            if (cause instanceof Encoded encoded) {
                return encoded(encoded);
            }
            // An error of reading says why in its cause.
            if (cause instanceof JacksonException json && !(cause instanceof JacksonIOException)) {
                return badJson(json);
            }
        }
        return problem(HttpStatus.BAD_REQUEST, "The body is missing or cannot be read.", null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> wrongType(MethodArgumentTypeMismatchException e) {
        return invalid(Invalid.field(e.getName(), "\"" + e.getValue() + "\" is not a number"));
    }

    private static ResponseEntity<Problem> badJson(JacksonException e) {
        var fault = JsonFault.of(e);
        var where = fault.field() == null ? "" : fault.field() + ": ";
        return problem(
                HttpStatus.BAD_REQUEST, "The body cannot be read. " + where + fault.reason() + ".", List.of(fault));
    }

    /** Looked at when a controller asks for the parameters. */
    @ExceptionHandler
    ResponseEntity<Problem> rejected(RequestRejectedException e) {
        return problem(HttpStatus.BAD_REQUEST, "The name of a parameter holds a character that is not allowed.", null);
    }

    @ExceptionHandler
    ResponseEntity<Problem> nothingHere(NoResourceFoundException e) {
        return problem(HttpStatus.NOT_FOUND, "There is nothing at this address.", null);
    }

    /** The reader went away while its answer was written: there is nobody to tell. */
    @ExceptionHandler
    void readerWentAway(AsyncRequestNotUsableException e) {
        log.debug("The reader went away: {}", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<Problem> anythingElse(Exception e) {
        if (e instanceof ErrorResponse known) {
            var answer = problem(known.getStatusCode(), known.getBody().getDetail(), null);
            return ResponseEntity.status(known.getStatusCode())
                    .headers(known.getHeaders()) // such as the methods that are allowed
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(answer.getBody());
        }
        if (e instanceof HttpException refused) {
            // The web server could not read the URL's parameters, and says so only when they are asked for.
            return problem(HttpStatusCode.valueOf(refused.getCode()), refused.getReason(), null);
        }
        return failed(e);
    }

    private static ResponseEntity<Problem> failed(Exception e) {
        var id = UUID.randomUUID().toString();
        log.error("Request failed, id {}", id, e);
        return answer(
                HttpStatus.INTERNAL_SERVER_ERROR,
                new Problem(
                        Problem.UNTYPED,
                        "Internal error",
                        500,
                        "The server failed. Look for " + id + " in its log, and report what stands there.",
                        null,
                        id));
    }

    static ResponseEntity<Problem> problem(
            HttpStatusCode status, @Nullable String detail, @Nullable List<Problem.FieldError> errors) {
        return problem(Problem.UNTYPED, status, detail, errors);
    }

    private static ResponseEntity<Problem> problem(
            String type, HttpStatusCode status, @Nullable String detail, @Nullable List<Problem.FieldError> errors) {
        var known = HttpStatus.resolve(status.value());
        var title = known == null ? null : known.getReasonPhrase();
        return answer(status, new Problem(type, title, status.value(), detail, errors, null));
    }

    private static ResponseEntity<Problem> answer(HttpStatusCode status, Problem body) {
        var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status.value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            answer.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return answer.body(body);
    }
}
