package org.freshet.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server in memory that speaks the contract of {@code /api/v1}, as far as the command uses it, in real JSON. */
final class ContractServer implements AutoCloseable {

    static final String TOKEN = "right-token";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer http;
    private final TreeMap<Long, ObjectNode> jobs = new TreeMap<>();
    private final Map<Long, ObjectNode> logs = new HashMap<>();
    private final Deque<Runnable> beforeAnswers = new ArrayDeque<>();
    private final Deque<String> purges = new ArrayDeque<>();
    private final Deque<String> documents = new ArrayDeque<>();
    private final Deque<Integer> outages = new ArrayDeque<>();
    private final Map<String, Answer> prepared = new HashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Deque<String> summaries = new ArrayDeque<>();
    private Refusal refusal = new Refusal(0, "");

    ContractServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.getLast();
    }

    /** Every following question gets this status with a problem document, until it is 0. */
    void refuseWith(int status, String problem) {
        refusal = new Refusal(status, problem);
    }

    /** Answers to the next wishes to purge, in order. */
    void purges(String... answers) {
        purges.addAll(Arrays.asList(answers));
    }

    /** What every following question at this path below {@code /api/v1} is answered with. */
    void answers(String path, String json) {
        prepared.put("/api/v1" + path, ok(json));
    }

    /** What every following question at this path is refused with. */
    void answers(String path, Answer answer) {
        prepared.put("/api/v1" + path, answer);
    }

    /** What the next looks at the summary count, as JSON of the jobs; after them it is the usual one. */
    void summaries(String... jobs) {
        for (String counts : jobs) {
            summaries.add("""
                    {"at": "2026-11-20T03:20:00.000Z", "jobs": %s, "jobsTotal": 1, "pilots": {"IDLE": 1}, "pilotsTotal": 1}
                    """.formatted(counts));
        }
    }

    /** Answers the next question with these job types. */
    void types(String... names) {
        var page = JSON.createObjectNode();
        var items = page.putArray("items");
        Arrays.asList(names).forEach(name -> items.addObject().put("name", name));
        documents(page.toString());
    }

    /** The next questions are answered with 503. */
    void goAwayFor(int questions) {
        for (int i = 0; i < questions; i++) {
            outages.add(503);
        }
    }

    /** The next questions are answered with 429 and two seconds to wait. */
    void beAskedTooOftenFor(int questions) {
        for (int i = 0; i < questions; i++) {
            outages.add(429);
        }
    }

    /** Runs before one of the next answers each, in order: how the world goes on while the command asks. */
    void beforeAnswers(Runnable... changes) {
        beforeAnswers.addAll(Arrays.asList(changes));
    }

    /** A job in a state; {@code more} is further JSON of it. */
    void job(long id, String name, String state, String more) {
        jobs.put(id, (ObjectNode) JSON.readTree("""
                {"id": %d, "uuid": "0190b5a2-0000-8000-8000-%012x", "name": "%s", "jobtype": "evdisp",
                 "state": "%s", "attempt": 0, "user": "admin", "priority": 0, "timelimit": 1000,
                 "definedAt": "2026-11-20T03:05:55.000Z", "payload": "/bin/true", "env": {}, "cores": 1,
                 "memoryMb": 1024, "diskMb": 1024, "tags": [], "outputs": [], "exclusive": false, "retries": 0,
                 "maxLosses": 3, "failures": 0, "losses": 0, "futureField": 1 %s}
                """.formatted(id, id, name, state, more.isEmpty() ? "" : "," + more)));
    }

    void finish(long id) {
        end(id, "FINISHED", "\"exitCode\": 0");
    }

    void fail(long id, int exitCode) {
        end(id, "FAILED", "\"reason\": \"EXIT_CODE\", \"exitCode\": %d".formatted(exitCode));
    }

    private void end(long id, String state, String more) {
        job(id, jobs.get(id).path("name").asString(), state, """
                "attempt": 1, "startedAt": "2026-11-20T03:05:55.000Z", "endedAt": "2026-11-20T03:20:00.000Z", %s""".formatted(more));
    }

    /** The log of a job's attempt, as bytes kept of each stream: head, tail, length in all. */
    void log(long id, int attempt, boolean complete, Part... parts) {
        var log = JSON.createObjectNode();
        log.putObject("attempt").put("job", id).put("attempt", attempt);
        log.put("complete", complete);
        var list = log.putArray("parts");
        for (var part : parts) {
            list.addObject()
                    .put("stream", part.stream)
                    .put("head", base64(part.head))
                    .put("tail", base64(part.tail))
                    .put("totalBytes", part.total);
        }
        logs.put(id, log);
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var request = Received.of(exchange, body);
            received.add(request);
            var answer = answer(request);
            byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", answer.status < 400 ? "application/json" : "application/problem+json");
            if (answer.status == 429) {
                exchange.getResponseHeaders().set("Retry-After", "2");
            }
            exchange.sendResponseHeaders(answer.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(Received request) {
        if (!outages.isEmpty()) {
            int status = outages.remove();
            return problem(status, status == 429 ? "Asked too often." : "The database cannot be reached.");
        }
        if (refusal.status != 0) {
            return new Answer(refusal.status, refusal.problem);
        }
        if (!beforeAnswers.isEmpty()) {
            beforeAnswers.remove().run();
        }
        boolean write = !request.method.equals("GET");
        if (write && !("Bearer " + TOKEN).equals(request.authorization)) {
            return problem(401, "A token is needed for changes.");
        }
        if (prepared.containsKey(request.path)) {
            return prepared.get(request.path);
        }
        var path = request.path.substring("/api/v1/".length()).split("/");
        return switch (path[0]) {
            case "jobs" -> write ? write(path, request) : read(path, request);
            case "pilots" -> write ? tell(path, request) : pilots(path);
            case "hosts",
                    "sites",
                    "jobtypes",
                    "freshness",
                    "dags",
                    "datatypes",
                    "workflows",
                    "datasets",
                    "log",
                    "watches",
                    "bulks",
                    "alarms" -> documents(request);
            case "summary" -> ok(summaries.isEmpty() ? SUMMARY : summaries.remove());
            case "purge" -> ok(purges.remove());
            default -> problem(404, "There is nothing at " + request.path + ".");
        };
    }

    private Answer read(String[] path, Received request) {
        if (path.length == 1) {
            return list(request.query);
        }
        var job = find(path[1]);
        if (job == null) {
            return problem(404, "There is no job " + path[1] + ".");
        }
        long id = job.path("id").asLong();
        if (path.length == 2) {
            var detail = JSON.createObjectNode().set("job", job);
            return ok(detail.toString().replaceFirst("}$", "") + DETAIL);
        }
        if (path[2].equals("explain")) {
            return ok(EXPLANATION);
        }
        var log = logs.get(id);
        return ok(
                log == null
                        ? "{\"attempt\":{\"job\":%d,\"attempt\":0},\"complete\":false,\"parts\":[]}".formatted(id)
                        : log.toString());
    }

    private ObjectNode find(String id) {
        return jobs.values().stream()
                .filter(job -> job.path("id").asString().equals(id)
                        || job.path("uuid").asString().equals(id))
                .findFirst()
                .orElse(null);
    }

    private Answer list(Map<String, String> query) {
        var states = query.containsKey("state") ? List.of(query.get("state").split(",")) : List.<String>of();
        var ids = query.containsKey("id") ? List.of(query.get("id").split(",")) : List.<String>of();
        int limit = Integer.parseInt(query.getOrDefault("limit", "50"));
        long after = Long.parseLong(query.getOrDefault("after", String.valueOf(Long.MAX_VALUE)));
        var matching = jobs.headMap(after, false).descendingMap().values().stream()
                .filter(job ->
                        states.isEmpty() || states.contains(job.path("state").asString()))
                .filter(job -> ids.isEmpty() || ids.contains(job.path("id").asString()))
                .toList();
        var page = JSON.createObjectNode();
        var items = page.putArray("items");
        matching.stream().limit(limit).forEach(items::add);
        if (matching.size() > limit) {
            page.put("next", items.get(limit - 1).path("id").asString());
        }
        return ok(page.toString());
    }

    private Answer write(String[] path, Received request) {
        if (path.length == 1) {
            return submit(request.body);
        }
        if (path[1].equals("validate")) {
            var problem = check(request.body);
            return problem == null
                    ? ok("{\"jobs\": %d, \"notices\": [\"1 job is held.\"]}"
                            .formatted(JSON.readTree(request.body).size()))
                    : problem;
        }
        var job = find(path[1]);
        if (job == null) {
            return problem(404, "There is no job " + path[1] + ".");
        }
        return change(job, path[2], JSON.readTree(request.body));
    }

    private Answer change(ObjectNode job, String action, JsonNode body) {
        String state = job.path("state").asString();
        boolean over = state.equals("FINISHED");
        if (over) {
            return problem(
                    409,
                    "Job %s is FINISHED and cannot be changed by %s."
                            .formatted(job.path("id").asString(), action));
        }
        switch (action) {
            case "cancel" -> job.put("state", "CANCELLED");
            case "hold" -> job.put("state", "TEMPLATE");
            case "release", "retry" -> job.put("state", "DEFINED");
            case "priority" -> job.set("priority", body.path("priority"));
            default -> throw new IllegalArgumentException(action);
        }
        return ok(job.toString());
    }

    private Answer submit(String body) {
        var problem = check(body);
        if (problem != null) {
            return problem;
        }
        var submitted = JSON.createObjectNode();
        var items = submitted.putArray("items");
        boolean held = false;
        var descriptions = JSON.readTree(body);
        for (var job :
                descriptions.isArray() ? descriptions : JSON.createArrayNode().add(descriptions)) {
            String state = job.path("state").asString("template").toUpperCase(Locale.ROOT);
            long id = jobs.isEmpty() ? 12 : jobs.lastKey() + 1;
            job(id, job.path("name").asString(), state, "");
            jobs.get(id).set("env", job.path("env").isObject() ? job.path("env") : JSON.createObjectNode());
            held |= state.equals("TEMPLATE");
            items.addObject()
                    .put("id", id)
                    .put("uuid", jobs.get(id).path("uuid").asString())
                    .put("name", job.path("name").asString())
                    .put("state", state)
                    .put("created", true);
        }
        var notices = submitted.putArray("notices");
        if (held) {
            notices.add("Jobs are held; release them with: freshet job release ID");
        }
        return new Answer(201, submitted.toString());
    }

    /** Malformed JSON, and any description without a payload. */
    private static Answer check(String body) {
        var errors = JSON.createArrayNode();
        try {
            var descriptions = JSON.readTree(body);
            for (int i = 0; i < descriptions.size() && descriptions.isArray(); i++) {
                if (!descriptions.get(i).has("payload")) {
                    errors.addObject()
                            .put("index", i)
                            .put("field", "payload")
                            .put("reason", "is missing")
                            .put("line", 2 + i)
                            .put("column", 3);
                }
            }
        } catch (JacksonException e) {
            errors.addObject()
                    .put("reason", "is not JSON")
                    .put("line", e.getLocation().getLineNr())
                    .put("column", e.getLocation().getColumnNr());
        }
        return errors.isEmpty()
                ? null
                : new Answer(
                        400, "{\"status\": 400, \"detail\": \"The input was refused.\", \"errors\": " + errors + "}");
    }

    /** Answers to the next questions about sites, job types and the service log, in order. */
    void documents(String... answers) {
        documents.addAll(Arrays.asList(answers));
    }

    private Answer documents(Received request) {
        return documents.isEmpty() ? problem(404, "There is nothing at " + request.path + ".") : ok(documents.remove());
    }

    private static Answer tell(String[] path, Received request) {
        return switch (path[1]) {
            case "3" -> ok(PILOT.replace("BUSY", "DRAINING"));
            case "5" -> problem(409, "Pilot 5 is LOST and cannot be changed by " + path[2] + ".");
            default -> problem(404, "There is no pilot " + path[1] + ".");
        };
    }

    private static Answer pilots(String[] path) {
        if (path.length == 1) {
            return ok("{\"items\": [" + PILOT + "]}");
        }
        return path[1].equals("3")
                ? path.length == 3 ? ok(IDLE) : ok("{\"pilot\": " + PILOT + ", \"jobs\": [], \"history\": []}")
                : problem(404, "There is no pilot " + path[1] + ".");
    }

    private static Answer ok(String json) {
        return new Answer(200, json);
    }

    static Answer problem(int status, String detail) {
        return problem("about:blank", status, detail);
    }

    static Answer problem(String type, int status, String detail) {
        return new Answer(
                status, "{\"type\": \"%s\", \"status\": %d, \"detail\": \"%s\"}".formatted(type, status, detail));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static final String DETAIL = """
            , "attempts": [{"attempt": 1, "pilot": 3, "site": "local", "host": "node7",
              "dispatchedAt": "2026-11-20T03:05:54.000Z", "startedAt": "2026-11-20T03:05:55.000Z",
              "endedAt": "2026-11-20T03:20:00.000Z", "result": "FAILED", "reason": "EXIT_CODE", "exitCode": 3,
              "message": "The payload ended with 3."}],
              "history": [{"at": "2026-11-20T03:05:50.000Z", "to": "DEFINED", "actor": "user admin"},
              {"at": "2026-11-20T03:20:00.000Z", "from": "RUNNING", "to": "FAILED", "actor": "pilot 3",
               "reason": "exit code 3", "attempt": 1}]}""";

    private static final String PILOT = """
            {"id": 3, "site": "local", "state": "BUSY", "host": "node7", "pid": 4711,
             "job": {"job": 12, "attempt": 1}, "jobsDone": 12345, "cores": 4, "memoryMb": 8192, "diskMb": 20000,
             "tags": ["gpu"], "submittedAt": "2026-11-20T03:00:00.000Z", "lastSeenAt": "2026-11-20T03:19:56.000Z"}""";

    private static final String EXPLANATION = """
            {"at": "2026-11-20T03:20:00.000Z", "look": "LATE",
             "sentence": "Waits since 03:05:50 UTC: of 1 pilot alive (1 idle) none has the tag gpu.",
             "more": ["Site local has 2 of at most 2 pilots, so no more are ordered."],
             "nextStep": "Cancel it and submit it with less.", "command": "freshet job cancel 12",
             "facts": [{"code": "MISSED", "name": "TAGS", "count": 1}, {"code": "NO_PILOT_FITS", "count": 1}]}""";

    private static final String IDLE = """
            {"at": "2026-11-20T03:20:00.000Z", "look": "CALM", "sentence": "Idle for 4 min 10 s: no job waits.",
             "more": [], "facts": [{"code": "NO_JOB_WAITS"}]}""";

    private static final String SUMMARY = """
            {"at": "2026-11-20T03:20:00.000Z", "jobs": {"TEMPLATE": 0, "DEFINED": 3, "DISPATCHED": 0, "RUNNING": 1,
             "FINISHED": 12345, "FAILED": 2, "CANCELLED": 0, "EXPIRED": 0, "SKIPPED": 0}, "jobsTotal": 12351,
             "pilots": {"SUBMITTED": 0, "ACTIVE": 0, "IDLE": 1, "BUSY": 1, "DRAINING": 0, "STOPPED": 0, "KILLED": 0,
             "LOST": 0}, "pilotsTotal": 2}""";

    /** One stream of a log; the texts stand for bytes (ISO 8859-1). */
    record Part(String stream, String head, String tail, long total) {

        static Part stdout(String head, String tail, long total) {
            return new Part("STDOUT", head, tail, total);
        }

        static Part stderr(String text) {
            return new Part("STDERR", text, "", text.length());
        }
    }

    record Answer(int status, String body) {}

    private record Refusal(int status, String problem) {}

    /** A question as it arrived. */
    record Received(String method, String path, Map<String, String> query, String authorization, String body) {

        static Received of(HttpExchange exchange, String body) {
            var uri = exchange.getRequestURI();
            var query = uri.getRawQuery() == null
                    ? Map.<String, String>of()
                    : Arrays.stream(uri.getRawQuery().split("&"))
                            .map(parameter -> parameter.split("=", 2))
                            .collect(Collectors.toMap(
                                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
            return new Received(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    query,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body);
        }

        JsonNode json() {
            return JSON.readTree(body);
        }
    }
}
