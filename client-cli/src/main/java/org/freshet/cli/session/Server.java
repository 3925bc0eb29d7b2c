package org.freshet.cli.session;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.freshet.protocol.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Asks the server and turns everything but a success into a {@link CommandFailure}. Follows no redirect. */
public final class Server {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /** Long enough for the largest submission, 100,000 jobs at once. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    /** Millions of rows take minutes. */
    private static final Duration TRANSFER_TIMEOUT = Duration.ofHours(6);

    /** A submit host's server waits for three minutes until there is something to do. */
    private static final Duration STEP_TIMEOUT = Duration.ofSeconds(200);

    private static final String DOUBT = " Whether it did what was asked is not known: look before you ask again.";

    private static final int TOO_MANY_REQUESTS = 429;

    /** Who asks too often is told when to come again; after this long it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connection connection;
    private final Time time;
    private @Nullable HttpClient client;

    Server(Connection connection, Time time) {
        this.connection = connection;
        this.time = time;
    }

    /** Made when something is to be changed: its start takes as long as all the rest of a short call. */
    private HttpClient client() {
        if (client == null) {
            client = client(connection.url().startsWith("https:"));
        }
        return client;
    }

    private static HttpClient client(boolean secure) {
        var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT);
        if (!secure) {
            // the default context reads all certificates of the machine, which takes longer than the whole call
            client.sslContext(trustingNobody()).sslParameters(new SSLParameters());
        }
        return client.build();
    }

    private static SSLContext trustingNobody() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS.", e);
        }
    }

    /**
     * Reads.
     *
     * @param path below {@code /api/v1}, with its query
     */
    public Answer get(String path) {
        return send(() -> new Fetch(uri(path), headers(), CONNECT_TIMEOUT, ANSWER_TIMEOUT).reply(), ANSWER_TIMEOUT, "");
    }

    /**
     * Asks for a change, or for a check of what is sent.
     *
     * @param path below {@code /api/v1}
     */
    public Answer post(String path, byte[] json) {
        return post(path, json, Progress.UNSEEN);
    }

    /**
     * Asks for a change with a document that may be large.
     *
     * @param path below {@code /api/v1}
     */
    public Answer post(String path, byte[] json, Progress progress) {
        var request = request(path)
                .header("Content-Type", "application/json")
                .POST(progress == Progress.UNSEEN ? BodyPublishers.ofByteArray(json) : CountedBody.of(json, progress))
                .build();
        return send(request, BodyHandlers.ofByteArray(), DOUBT);
    }

    /**
     * Takes part in something that goes step by step, each of which may take minutes. The caller says what it means when no
     * answer comes back.
     *
     * @param path below {@code /api/v1}
     */
    public Answer step(String path, byte[] json) {
        var request = request(path)
                .timeout(STEP_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build();
        return send(request, BodyHandlers.ofByteArray(), "");
    }

    /**
     * Asks for a change of what the body names.
     *
     * @param path below {@code /api/v1}
     */
    public Answer patch(String path, byte[] json) {
        var request = request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofByteArray(json))
                .build();
        return send(request, BodyHandlers.ofByteArray(), DOUBT);
    }

    /**
     * Stores a document at its place.
     *
     * @param path below {@code /api/v1}, with its query
     * @param type of the document
     */
    public Answer put(String path, byte[] document, String type) {
        var request = request(path)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(document))
                .build();
        return send(request, BodyHandlers.ofByteArray(), DOUBT);
    }

    /**
     * Removes what is at a place.
     *
     * @param path below {@code /api/v1}, with its query
     */
    public void delete(String path) {
        send(request(path).DELETE().build(), BodyHandlers.ofByteArray(), DOUBT);
    }

    /**
     * Reads something large into a file.
     *
     * @param path below {@code /api/v1}
     */
    public void download(String path, Path file) {
        var request = request(path).timeout(TRANSFER_TIMEOUT).GET().build();
        BodyHandler<byte[]> handler = answer -> answer.statusCode() / 100 == 2
                ? BodySubscribers.mapping(BodySubscribers.ofFile(file, WRITE, TRUNCATE_EXISTING), it -> new byte[0])
                : BodySubscribers.ofByteArray();
        send(request, handler, "");
    }

    /**
     * Asks for a change with something large, for which the server takes its time.
     *
     * @param path below {@code /api/v1}
     */
    public Answer upload(String path, Path file) {
        try {
            // A refusal comes before anything is sent.
            var request = request(path)
                    .timeout(TRANSFER_TIMEOUT)
                    .expectContinue(true)
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofFile(file))
                    .build();
            return send(request, BodyHandlers.ofByteArray(), DOUBT);
        } catch (FileNotFoundException e) {
            throw new CommandFailure(ExitCode.REFUSED, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_TIMEOUT);
        headers().forEach(request::header);
        return request;
    }

    private URI uri(String path) {
        return URI.create(connection.url() + "/api/v1" + path);
    }

    private Map<String, String> headers() {
        String accept = "application/json, application/problem+json";
        return connection.token() == null
                ? Map.of("Accept", accept)
                : Map.of("Accept", accept, "Authorization", "Bearer " + connection.token());
    }

    private Answer send(HttpRequest request, BodyHandler<byte[]> handler, String doubt) {
        var timeout = request.timeout().orElse(ANSWER_TIMEOUT);
        return send(() -> reply(client().send(request, handler)), timeout, doubt);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
        var retryAfter = response.headers().firstValue("Retry-After").orElse("");
        return new Reply(response.statusCode(), response.body(), retryAfter);
    }

    /** A question, which may be asked again. */
    private interface Exchange {

        Reply reply() throws IOException, InterruptedException;
    }

    /** @param doubt added when the request may have reached the server although no answer came back */
    private Answer send(Exchange exchange, Duration timeout, String doubt) {
        try {
            var reply = sendPatiently(exchange);
            if (reply.isSuccess()) {
                return new Answer(connection.url(), reply.body());
            }
            throw refused(reply);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw unreachable(
                    "No server answers at " + connection.url() + because(e)
                            + ": start it, or set FRESHET_URL to where it runs.",
                    e);
        } catch (HttpTimeoutException e) {
            throw unreachable(
                    "The server at " + connection.url() + " did not answer within " + timeout.toSeconds() + " s."
                            + doubt,
                    e);
        } catch (SSLHandshakeException e) {
            throw unreachable(
                    "No safe connection to " + connection.url() + because(e)
                            + ": if its certificate was signed by an authority of your own, set FRESHET_TRUSTSTORE to the"
                            + " file that holds it.",
                    e);
        } catch (IOException e) {
            throw unreachable(
                    "The connection to " + connection.url() + " broke" + because(e)
                            + ": check that it is a Freshet server, or set FRESHET_URL." + doubt,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("Interrupted while waiting for " + connection.url() + "." + doubt, e);
        }
    }

    /** Comes again when the server says that it was asked too often: then nothing was done. */
    private Reply sendPatiently(Exchange exchange) throws IOException, InterruptedException {
        var begin = time.elapsed();
        while (true) {
            var reply = exchange.reply();
            var pause = pause(reply);
            var waited = time.elapsed().minus(begin);
            if (reply.status() != TOO_MANY_REQUESTS || waited.plus(pause).compareTo(PATIENCE) > 0) {
                return reply;
            }
            time.pause(pause);
        }
    }

    private static Duration pause(Reply reply) {
        var seconds = reply.retryAfter();
        return Duration.ofSeconds(seconds.matches("[1-9]\\d{0,4}") ? Integer.parseInt(seconds) : 1);
    }

    private static CommandFailure unreachable(String sentence, Exception cause) {
        return new CommandFailure(ExitCode.UNREACHABLE, sentence, cause);
    }

    private static String because(Exception e) {
        for (@Nullable Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return " (unknown host)";
            }
        }
        return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    }

    private CommandFailure refused(Reply reply) {
        int status = reply.status();
        var problem = problem(reply.body());
        var sentence = new StringBuilder();
        if (problem != null && problem.detail() != null) {
            sentence.append(problem.detail());
        } else if (problem != null && problem.title() != null) {
            sentence.append(problem.title()).append('.');
        } else {
            sentence.append("%s answered with status %d and no reason: check that FRESHET_URL names a Freshet server."
                    .formatted(connection.url(), status));
        }
        if (problem != null && problem.requestId() != null) {
            sentence.append(" The server's log tells more under ")
                    .append(problem.requestId())
                    .append('.');
        }
        var code = ExitCode.ofStatus(status);
        if (code == ExitCode.NOT_ALLOWED && connection.token() == null) {
            sentence.append(' ').append(connection.withoutToken());
        }
        return new CommandFailure(code, sentence.toString(), problem);
    }

    private static @Nullable Problem problem(byte[] body) {
        try {
            return Json.MAPPER.readValue(body, Problem.class);
        } catch (JacksonException e) {
            return null;
        }
    }
}
