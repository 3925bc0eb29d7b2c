package org.freshet.test.contract;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.freshet.protocol.Problem;
import org.freshet.server.platform.RawBody;
import org.freshet.test.support.Api;
import org.freshet.test.support.TestServer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.ObjectNode;

/** Describes the API of a running server as OpenAPI 3.1: from its controllers, and the types that they read and answer. */
final class OpenApi {

    private static final String PROBLEM = "application/problem+json";
    private static final String JSON = "application/json";
    private static final Pattern KNOWN_FILTERS = Pattern.compile("known are ([a-zA-Z, -]+)");

    private final Schemas schemas = new Schemas();
    private final Api api;

    private OpenApi(Api api) {
        this.api = api;
    }

    /** Writes the description to a file, for a developer who changed the API. */
    public static void main(String[] file) throws Exception {
        try (var server = TestServer.start()) {
            Files.writeString(Path.of(file[0]), of(server));
        }
    }

    /** The document, the same for the same code. */
    static String of(TestServer server) {
        var document = new OpenApi(server.api()).document(server.part(RequestMappingHandlerMapping.class));
        return Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    private ObjectNode document(RequestMappingHandlerMapping mappings) {
        var document = Api.JSON.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Freshet")
                .put("version", "v1")
                .put(
                        "description",
                        "What is not known or does not apply is absent. Fields that are not described are refused.");
        document.putArray("servers").addObject().put("url", "/");
        document.putArray("security").addObject().putArray("bearer");
        var paths = document.putObject("paths");
        operations(mappings).forEach((path, byMethod) -> {
            var here = paths.putObject(path);
            byMethod.forEach((method, handler) -> here.set(method, operation(path, handler)));
        });
        document.set("components", components());
        return document;
    }

    /** Handlers by path and method, both sorted. */
    private static Map<String, Map<String, HandlerMethod>> operations(RequestMappingHandlerMapping mappings) {
        var operations = new TreeMap<String, Map<String, HandlerMethod>>();
        mappings.getHandlerMethods().forEach((mapping, handler) -> {
            if (AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), RestController.class)) {
                for (var path : mapping.getPatternValues()) {
                    for (var method : mapping.getMethodsCondition().getMethods()) {
                        operations
                                .computeIfAbsent(path, it -> new TreeMap<>())
                                .put(method.name().toLowerCase(Locale.ROOT), handler);
                    }
                }
            }
        });
        return operations;
    }

    private ObjectNode components() {
        var components = Api.JSON.createObjectNode();
        var all = Api.JSON.createObjectNode();
        var problem = components.putObject("responses").putObject("Problem").put("description", "What went wrong.");
        problem.putObject("headers")
                .putObject("Retry-After")
                .put("description", "With 429 and 503: seconds after which the same request may succeed.")
                .putObject("schema")
                .put("type", "integer");
        problem.putObject("content")
                .putObject(PROBLEM)
                .set("schema", schemas.of(ResolvableType.forClass(Problem.class)));
        schemas.components().forEach(all::set);
        components.set("schemas", all);
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put(
                        "description",
                        "A person's token; for the calls of pilots their own, and to register their site's secret. Reading"
                                + " needs none on the server's own machine.");
        return components;
    }

    private ObjectNode operation(String path, HandlerMethod handler) {
        var operation = Api.JSON.createObjectNode();
        operation.putArray("tags").add(path.split("/")[3].replaceAll("\\..*", ""));
        operation.put("operationId", operationId(handler));
        var said = Javadoc.of(handler.getMethod());
        operation.put("summary", said.isEmpty() ? operationId(handler) : said);
        var parameters = Api.JSON.createArrayNode();
        for (var parameter : handler.getMethod().getParameters()) {
            parameters(path, parameter).forEach(parameters::add);
            var body = body(parameter);
            if (body != null) {
                operation.set("requestBody", body);
            }
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        var responses = operation.putObject("responses");
        if (isMadeOnce(handler)) {
            responses.set("200", answer(HttpStatus.OK, handler));
        }
        responses.set(String.valueOf(status(handler).value()), answer(status(handler), handler));
        responses.putObject("4XX").put("$ref", "#/components/responses/Problem");
        responses.putObject("5XX").put("$ref", "#/components/responses/Problem");
        return operation;
    }

    /** For example {@code jobCancel}. */
    private static String operationId(HandlerMethod handler) {
        var feature = handler.getBeanType().getSimpleName().replaceAll("Controller.*$", "");
        var method = handler.getMethod().getName();
        return feature.substring(0, 1).toLowerCase(Locale.ROOT)
                + feature.substring(1)
                + method.substring(0, 1).toUpperCase(Locale.ROOT)
                + method.substring(1);
    }

    private Stream<ObjectNode> parameters(String path, Parameter parameter) {
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            return Stream.of(parameter("path", parameter.getName(), true, schema(parameter)));
        }
        var query = parameter.getAnnotation(RequestParam.class);
        if (query == null) {
            return Stream.empty();
        }
        if (Map.class.isAssignableFrom(parameter.getType())) {
            return filters(path);
        }
        var optional = !query.required()
                || !query.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                || parameter.getType().getSimpleName().equals("Optional");
        var name = Stream.of(query.name(), query.value(), parameter.getName())
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElseThrow();
        return Stream.of(parameter("query", name, !optional, schema(parameter)));
    }

    private ObjectNode schema(Parameter parameter) {
        return schemas.of(ResolvableType.forType(parameter.getParameterizedType()));
    }

    /** The filters of a list, which the server names when it is asked for one that it does not know. */
    private Stream<ObjectNode> filters(String path) {
        var answer = api.get(path.replaceAll("\\{[^}]*}", "1") + "?no-such-filter=1");
        var known = KNOWN_FILTERS.matcher(answer.body());
        if (!known.find()) {
            throw new IllegalStateException("GET " + path + " does not name its filters: " + answer.body());
        }
        return Arrays.stream(known.group(1).split(", ")).map(name -> {
            var schema = Api.JSON.createObjectNode().put("type", name.equals("limit") ? "integer" : "string");
            var filter = parameter("query", name, false, schema);
            switch (name) {
                case "limit" -> Schemas.describe(filter, "How many at most.");
                case "after" -> Schemas.describe(filter, "What next of the page before said.");
                default -> {}
            }
            return filter;
        });
    }

    private static ObjectNode parameter(String in, String name, boolean required, ObjectNode schema) {
        var node = Api.JSON.createObjectNode().put("name", name).put("in", in).put("required", required);
        node.set("schema", schema);
        return node;
    }

    private @Nullable ObjectNode body(Parameter parameter) {
        var raw = parameter.getAnnotation(RawBody.class);
        if (raw != null && parameter.getType() == HttpServletRequest.class) {
            var body = Api.JSON.createObjectNode().put("required", true);
            Schemas.describe(body, raw.description());
            body.set("content", content(raw));
            return body;
        }
        var bound = parameter.getAnnotation(RequestBody.class);
        if (bound == null) {
            return null;
        }
        var body = Api.JSON.createObjectNode().put("required", bound.required());
        body.putObject("content").putObject(JSON).set("schema", schema(parameter));
        return body;
    }

    private ObjectNode content(RawBody raw) {
        var content = Api.JSON.createObjectNode();
        // A schema says nothing about bytes that are no JSON.
        var type = content.putObject(raw.mediaType());
        if (raw.mediaType().equals(JSON)) {
            type.set("schema", schemas.of(ResolvableType.forClass(raw.value())));
        }
        return content;
    }

    private static HttpStatus status(HandlerMethod handler) {
        var said = handler.getMethodAnnotation(ResponseStatus.class);
        return said == null ? HttpStatus.OK : said.code();
    }

    /** Whether the answer is another one when what should be made was there already. */
    private static boolean isMadeOnce(HandlerMethod handler) {
        return status(handler) == HttpStatus.CREATED && handler.getMethod().getReturnType() == ResponseEntity.class;
    }

    private ObjectNode answer(HttpStatus status, HandlerMethod handler) {
        var answer = Api.JSON.createObjectNode().put("description", status.getReasonPhrase() + ".");
        var written = Arrays.stream(handler.getMethod().getParameters())
                .filter(it -> it.getType() == HttpServletResponse.class)
                .map(it -> it.getAnnotation(RawBody.class))
                .filter(Objects::nonNull)
                .findFirst();
        if (written.isPresent()) {
            answer.set("content", content(written.get()));
            return answer;
        }
        var type = ResolvableType.forMethodReturnType(handler.getMethod());
        while (List.of(CompletableFuture.class, ResponseEntity.class).contains(type.resolve(Object.class))) {
            type = type.getGeneric(0);
        }
        if (type.resolve(Object.class) != void.class) {
            answer.putObject("content").putObject(JSON).set("schema", schemas.of(type));
        }
        return answer;
    }
}
