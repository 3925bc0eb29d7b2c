package org.freshet.test.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.freshet.test.support.Api;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas of the types on the wire, as the server writes and reads them: what is not {@code @Nullable} is required. */
final class Schemas {

    private final Map<String, ObjectNode> components = new TreeMap<>();
    private final Map<String, String> origins = new HashMap<>();

    /** All that were referred to, by name. */
    Map<String, ObjectNode> components() {
        return components;
    }

    /** The schema of a type, or a reference to it. */
    ObjectNode of(ResolvableType type) {
        var raw = type.resolve(Object.class);
        if (raw == Optional.class) {
            return of(type.getGeneric(0));
        }
        if (Collection.class.isAssignableFrom(raw)) {
            var list = node("array");
            list.set("items", of(type.getGeneric(0)));
            return list;
        }
        if (Map.class.isAssignableFrom(raw)) {
            return map(type);
        }
        if (raw.isEnum()) {
            return component(type, raw);
        }
        if (raw.isRecord() && jsonValue(raw) != null) {
            return of(ResolvableType.forMethodReturnType(jsonValue(raw).getAccessor()));
        }
        return raw.isRecord() || raw.isSealed() ? component(type, raw) : plain(raw);
    }

    private ObjectNode map(ResolvableType type) {
        var map = node("object");
        if (type.getGeneric(0).resolve(Object.class).isEnum()) {
            map.set("propertyNames", of(type.getGeneric(0)));
        }
        map.set("additionalProperties", of(type.getGeneric(1)));
        return map;
    }

    private static @Nullable RecordComponent jsonValue(Class<?> record) {
        var components = record.getRecordComponents();
        return components.length == 1 && components[0].getAccessor().isAnnotationPresent(JsonValue.class)
                ? components[0]
                : null;
    }

    private static ObjectNode plain(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> node("string");
            case "boolean", "Boolean" -> node("boolean");
            case "int", "Integer" -> node("integer").put("format", "int32");
            case "long", "Long" -> node("integer").put("format", "int64");
            case "double", "Double" -> node("number");
            case "byte[]" -> node("string").put("contentEncoding", "base64");
            default -> text(type);
        };
    }

    private static ObjectNode text(Class<?> type) {
        if (type == Instant.class) {
            return node("string").put("format", "date-time");
        }
        if (type == UUID.class) {
            return node("string").put("format", "uuid");
        }
        if (type == URI.class) {
            return node("string").put("format", "uri");
        }
        if (type == Duration.class) {
            var duration = Api.JSON.createObjectNode().put("description", "Seconds, or an ISO-8601 duration.");
            duration.putArray("type").add("string").add("integer");
            return duration;
        }
        if (type == Object.class || type.getName().endsWith("JsonNode")) {
            return Api.JSON.createObjectNode();
        }
        if (type.getName().endsWith(".Resource")) {
            return node("object");
        }
        throw new IllegalStateException("There is no schema for " + type + " yet: say in Schemas what it is in JSON.");
    }

    private static ObjectNode node(String type) {
        return Api.JSON.createObjectNode().put("type", type);
    }

    private ObjectNode component(ResolvableType type, Class<?> raw) {
        var name = name(type, raw);
        var before = origins.putIfAbsent(name, type.toString());
        if (before != null && !before.equals(type.toString())) {
            throw new IllegalStateException(before + " and " + type + " would both be " + name + ".");
        }
        if (before == null) {
            var schema = Api.JSON.createObjectNode();
            components.put(name, schema);
            describe(schema, Javadoc.of(raw));
            fill(schema, type, raw);
        }
        return Api.JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static String name(ResolvableType type, Class<?> raw) {
        var outer = raw.getEnclosingClass();
        var name = (outer == null ? "" : outer.getSimpleName().replaceAll("Controller$", "")) + raw.getSimpleName();
        var of = new StringBuilder();
        for (var generic : type.getGenerics()) {
            of.append(generic.resolve(Object.class).getSimpleName());
        }
        return of + name;
    }

    private void fill(ObjectNode schema, ResolvableType type, Class<?> raw) {
        if (raw.isEnum()) {
            var words = schema.put("type", "string").putArray("enum");
            Arrays.stream(raw.getEnumConstants()).map(it -> word((Enum<?>) it)).forEach(words::add);
        } else if (raw.isSealed()) {
            oneOf(schema, raw);
        } else {
            object(schema, type, raw);
        }
    }

    private static String word(Enum<?> constant) {
        try {
            var said = constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return said == null ? constant.name() : said.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private void oneOf(ObjectNode schema, Class<?> sealed) {
        var list = schema.putArray("oneOf");
        var discriminator = schema.putObject("discriminator")
                .put("propertyName", sealed.getAnnotation(JsonTypeInfo.class).property());
        var mapping = discriminator.putObject("mapping");
        for (var each : sealed.getAnnotation(JsonSubTypes.class).value()) {
            var reference = of(ResolvableType.forClass(each.value()));
            list.add(reference);
            mapping.set(each.name(), reference.get("$ref"));
        }
    }

    private void object(ObjectNode schema, ResolvableType type, Class<?> record) {
        schema.put("type", "object").put("additionalProperties", false);
        var properties = Api.JSON.createObjectNode();
        var required = Api.JSON.createArrayNode();
        for (var sealed : record.getInterfaces()) {
            if (sealed.isAnnotationPresent(JsonSubTypes.class)) {
                var tag = sealed.getAnnotation(JsonTypeInfo.class).property();
                properties.putObject(tag).put("const", kind(sealed, record));
                required.add(tag);
            }
        }
        for (var component : record.getRecordComponents()) {
            var property = of(ResolvableType.forType(component.getGenericType(), type));
            properties.set(component.getName(), property);
            describe(property, Javadoc.ofComponent(record, component.getName()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private static String kind(Class<?> sealed, Class<?> record) {
        return Arrays.stream(sealed.getAnnotation(JsonSubTypes.class).value())
                .filter(it -> it.value() == record)
                .map(JsonSubTypes.Type::name)
                .findFirst()
                .orElseThrow();
    }

    static void describe(ObjectNode node, String text) {
        if (!text.isEmpty()) {
            node.put("description", text);
        }
    }
}
