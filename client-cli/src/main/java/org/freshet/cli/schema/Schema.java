package org.freshet.cli.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.freshet.cli.session.Json;
import org.freshet.protocol.Spelling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The schema of one job description: {@code #/$defs/description} of the published file. */
final class Schema {

    private static final String FILE = "/schema/job.schema.json";

    private final JsonNode root = read();
    private final JsonNode description = root.at("/$defs/description");
    private final Keywords keywords = new Keywords();

    private static JsonNode read() {
        try (var file = Objects.requireNonNull(Schema.class.getResourceAsStream(FILE), FILE)) {
            return Json.MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(Value value, Findings findings) {
        check(description, value, null, findings);
    }

    /** One problem of each value is told. Returns whether none was found. */
    private boolean check(JsonNode schema, Value value, @Nullable String path, Findings findings) {
        if (schema.has("$ref") && !check(referred(schema), value, path, findings)) {
            return false;
        }
        var reason = keywords.reason(schema, value);
        if (reason != null) {
            findings.add(path, reason, value.place());
            return false;
        }
        int item = 0;
        for (var each : value.items()) {
            check(schema.path("items"), each, path + "[" + item++ + "]", findings);
        }
        value.members().forEach(member -> checkMember(schema, member, path, findings));
        checkRequired(schema, value, findings);
        return true;
    }

    private JsonNode referred(JsonNode schema) {
        return root.at(schema.path("$ref").asString().substring(1));
    }

    private void checkMember(JsonNode schema, Value.Member member, @Nullable String parent, Findings findings) {
        String name = member.name();
        String path = parent == null ? name : parent + "." + name;
        var place = member.value().place();
        var badName = keywords.reason(schema.path("propertyNames"), Value.text(name, place));
        if (badName != null) {
            findings.add(path, badName, place);
            return;
        }
        var rule = rule(schema, name);
        if (rule.isBoolean() && !rule.asBoolean()) {
            findings.add(path, "unknown attribute" + hint(schema, name), place);
        } else {
            check(rule, member.value(), path, findings);
        }
    }

    private JsonNode rule(JsonNode schema, String name) {
        var property = schema.path("properties").path(name);
        if (!property.isMissingNode()) {
            return property;
        }
        return schema.path("patternProperties")
                .propertyStream()
                .filter(it -> keywords.matches(it.getKey(), name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(schema.path("additionalProperties"));
    }

    private static String hint(JsonNode schema, String name) {
        List<String> known = schema.path("properties").propertyNames().stream()
                .filter(it -> !it.startsWith("$"))
                .toList();
        return Spelling.nearest(name, known)
                .map(it -> "; did you mean \"" + it + "\"?")
                .orElseGet(() -> "; known are " + known.stream().collect(Collectors.joining(", "))
                        + ", and what begins with x- or _");
    }

    private static void checkRequired(JsonNode schema, Value value, Findings findings) {
        for (var required : schema.path("required")) {
            String name = required.asString();
            if (value.members().stream().noneMatch(it -> it.name().equals(name))) {
                findings.add(name, "missing; every job has one", value.place());
            }
        }
    }
}
