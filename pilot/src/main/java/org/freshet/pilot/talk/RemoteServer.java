package org.freshet.pilot.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.LogPart;
import org.freshet.protocol.Problem;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The calls as JSON over HTTP. */
public final class RemoteServer implements Server {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration REGISTER = Duration.ofSeconds(10);
    private static final Duration UPLOAD = Duration.ofSeconds(20);
    private static final int LONGEST_QUOTE = 200;

    /** Unknown fields are ignored, so that a pilot understands a newer server. */
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    @Override
    public Reply<Registered> register(URI address, Registration registration, String siteSecret)
            throws InterruptedException {
        return send("POST", address, "/pilots", siteSecret, registration, REGISTER, it -> read(it, Registered.class));
    }

    @Override
    public Reply<ExchangeAnswer> exchange(Caller caller, Exchange exchange, Duration patience)
            throws InterruptedException {
        String path = "/pilots/" + caller.pilot() + "/exchange";
        return send(
                "POST",
                caller.address(),
                path,
                caller.token(),
                exchange,
                patience,
                it -> read(it, ExchangeAnswer.class));
    }

    @Override
    public Reply<Boolean> upload(Caller caller, AttemptId attempt, LogPart log) throws InterruptedException {
        String path = "/pilots/" + caller.pilot() + "/jobs/" + attempt.job() + "/attempts/" + attempt.attempt()
                + "/logs/" + log.stream().name().toLowerCase(Locale.ROOT);
        return send("PUT", caller.address(), path, caller.token(), log, UPLOAD, _ -> new Reply.Answered<>(true));
    }

    private <T> Reply<T> read(byte[] body, Class<T> type) {
        try {
            T value = json.readValue(body, type);
            return value == null ? unreadable("an empty answer") : new Reply.Answered<>(value);
        } catch (JacksonException e) {
            return unreadable(e.getOriginalMessage());
        }
    }

    private <T> Reply<T> send(
            String method,
            URI address,
            String path,
            String token,
            Object message,
            Duration patience,
            Function<byte[], Reply<T>> reader)
            throws InterruptedException {
        try {
            var uri = URI.create(address + "/api/v1" + path);
            var call = new HttpCall(method, uri, token, json.writeValueAsBytes(message), CONNECT);
            return judge(call.answer(patience), reader);
        } catch (SocketTimeoutException e) {
            return new Reply.Away<>("it did not answer in time");
        } catch (ConnectException e) {
            return new Reply.Away<>("no connection could be made");
        } catch (UnknownHostException e) {
            return new Reply.Away<>("no machine of that name is known: " + address.getHost());
        } catch (IOException e) {
            return new Reply.Away<>(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    private <T> Reply<T> judge(HttpCall.Answer response, Function<byte[], Reply<T>> reader) {
        int status = response.status();
        return switch (status / 100) {
            case 2 -> reader.apply(response.body());
            case 4 -> refusal(response);
            case 5 -> new Reply.Away<>(sentence(response));
            default -> unreadable("status " + status);
        };
    }

    /** A proxy's "bad request" says nothing of the message, which may be read the next time. */
    private <T> Reply<T> refusal(HttpCall.Answer response) {
        int status = response.status();
        if (isTransient(status)) {
            return new Reply.Away<>(sentence(response));
        }
        return status == 400 && detail(response).isEmpty()
                ? unreadable(sentence(response))
                : new Reply.Refused<>(status, sentence(response));
    }

    /** Request timeout, too early, too many requests: the same call may succeed later. */
    private static boolean isTransient(int status) {
        return status == 408 || status == 425 || status == 429;
    }

    /** The server's own words if it speaks as Freshet does, else the beginning of what came. */
    private String sentence(HttpCall.Answer response) {
        return detail(response).orElseGet(() -> {
            String body = new String(response.body(), StandardCharsets.UTF_8).strip();
            String quote = body.length() > LONGEST_QUOTE ? body.substring(0, LONGEST_QUOTE) + "..." : body;
            return "status " + response.status() + (quote.isEmpty() ? "" : ": " + quote);
        });
    }

    private Optional<String> detail(HttpCall.Answer response) {
        try {
            var problem = json.readValue(response.body(), Problem.class);
            return problem == null ? Optional.empty() : Optional.ofNullable(problem.detail());
        } catch (JacksonException e) {
            // a proxy, or another program, answered
            return Optional.empty();
        }
    }

    private static <T> Reply<T> unreadable(String what) {
        return new Reply.Unreadable<>(what);
    }
}
