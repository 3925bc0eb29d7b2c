package org.freshet.test.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.freshet.test.support.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API as its readers use it: which calls there are, and whether an answer is what it says. */
final class Description {

    private final ObjectNode document;

    Description(String text) {
        this.document = (ObjectNode) Api.JSON.readTree(text);
    }

    /** A call that is described. */
    record Operation(String method, String path) {

        /** About something that does not exist, so that nothing is changed. */
        String address() {
            return path.replace("{name}", "nobody")
                    .replace("{stream}", "stdout")
                    .replaceAll("\\{[^}]*}", "999999");
        }

        boolean isFor(String method, String path) {
            return this.method.equals(method)
                    && path.replaceAll("\\?.*", "").matches(this.path.replaceAll("\\{[^}]*}", "[^/]+"));
        }
    }

    Stream<Operation> operations() {
        return document.path("paths").properties().stream()
                .flatMap(path -> path.getValue().propertyNames().stream()
                        .map(method -> new Operation(method.toUpperCase(Locale.ROOT), path.getKey())));
    }

    /** What in an answer is not as described; empty if all is well. */
    List<String> flaws(String method, String path, Api.Answer answer) {
        var operation = operations()
                .filter(it -> it.isFor(method, path))
                .min(Comparator.comparing(it -> it.path().contains("{") ? 1 : 0))
                .orElseThrow(() -> new AssertionError(method + " " + path + " is not described"));
        var responses = document.path("paths")
                .path(operation.path())
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses");
        var response = resolved(
                responses.has(String.valueOf(answer.status()))
                        ? responses.path(String.valueOf(answer.status()))
                        : responses.path(answer.status() / 100 + "XX"));
        if (response.isMissingNode()) {
            return List.of("status " + answer.status() + " is not described");
        }
        var said = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        var content = response.path("content");
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body is not described");
        }
        if (!content.has(said)) {
            return List.of("the type " + said + " is not described");
        }
        var schema = content.path(said).path("schema");
        return schema.isMissingNode() ? List.of() : flaws(schema, Api.JSON.readTree(answer.body()));
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private List<String> flaws(JsonNode schema, JsonNode value) {
        var whole = Api.JSON.createObjectNode();
        whole.set("allOf", Api.JSON.createArrayNode().add(schema));
        whole.set("components", document.path("components"));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
        return compiled
                .validate(value, it -> it.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    /** Every reference leads somewhere; names of operations are used once. */
    List<String> brokenReferences() {
        return document.findValuesAsString("$ref").stream()
                .filter(it -> document.at(it.substring(1)).isMissingNode())
                .toList();
    }

    List<String> operationIds() {
        return document.findValuesAsString("operationId");
    }
}
