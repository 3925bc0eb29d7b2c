package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.freshet.protocol.JobDetail;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobView;
import org.freshet.protocol.Page;
import org.freshet.protocol.Problem;
import org.freshet.protocol.Submitted;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Calls a server's API as a script would: plain HTTP and JSON. */
public final class Api {

    /** Strict, so that a field that nobody documented is found. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI server;
    private final @Nullable String token;

    /** @param token bearer token; null = none is sent */
    public Api(URI server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    /** What came back. */
    public record Answer(int status, String body, java.net.http.HttpHeaders headers) {

        public <T> T as(Class<T> type) {
            return JSON.readValue(body, type);
        }

        public Problem problem() {
            return as(Problem.class);
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
    }

    public Answer put(String path, String body) {
        return send(request(path).PUT(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer patch(String path, String body) {
        return send(request(path)
                .method("PATCH", BodyPublishers.ofString(body))
                .header("Content-Type", "application/json"));
    }

    /** A request to be completed by the caller. */
    public HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body(), answer.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Submits descriptions that must be accepted. */
    public Submitted submit(String descriptions) {
        var answer = post("/api/v1/jobs", descriptions);
        if (answer.status() != 201) {
            throw new AssertionError("submission refused with " + answer.status() + ": " + answer.body());
        }
        return answer.as(Submitted.class);
    }

    /** Submits one job that must be accepted. */
    public JobId submit(JobText job) {
        return submit(job.toString()).items().getFirst().id();
    }

    public JobDetail job(JobId job) {
        return get("/api/v1/jobs/" + job).as(JobDetail.class);
    }

    public List<JobView> jobs(String query) {
        return JSON.readValue(get("/api/v1/jobs" + query).body(), new TypeReference<Page<JobView>>() {})
                .items();
    }

    /** Does something to a job, for example {@code cancel}; must succeed. */
    public JobView change(JobId job, String what) {
        var answer = post("/api/v1/jobs/" + job + "/" + what, "{}");
        if (answer.status() != 200) {
            throw new AssertionError(what + " refused with " + answer.status() + ": " + answer.body());
        }
        return answer.as(JobView.class);
    }
}
