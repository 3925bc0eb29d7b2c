package org.freshet.cli.schema;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * A JSON value and where it stands.
 *
 * @param kind its first token
 * @param text of a text, a number or a boolean; empty for all others
 * @param items of a list
 * @param members of an object, in the order of the file; a name may stand there twice
 */
record Value(JsonToken kind, String text, List<Value> items, List<Member> members, TokenStreamLocation place) {

    Value {
        items = List.copyOf(items);
        members = List.copyOf(members);
    }

    record Member(String name, Value value) {}

    static Value text(String text, TokenStreamLocation place) {
        return new Value(JsonToken.VALUE_STRING, text, List.of(), List.of(), place);
    }

    /** The last member of a name that is not null. */
    Optional<Value> member(String name) {
        return members.stream()
                .filter(it -> it.name.equals(name) && !it.value.is("null"))
                .map(Member::value)
                .reduce((first, second) -> second);
    }

    boolean isText() {
        return kind == JsonToken.VALUE_STRING;
    }

    /** Whether it is of a type of JSON Schema. */
    boolean is(String type) {
        return switch (type) {
            case "string" -> kind == JsonToken.VALUE_STRING;
            case "integer" -> kind == JsonToken.VALUE_NUMBER_INT;
            case "number" -> kind == JsonToken.VALUE_NUMBER_INT || kind == JsonToken.VALUE_NUMBER_FLOAT;
            case "boolean" -> kind == JsonToken.VALUE_TRUE || kind == JsonToken.VALUE_FALSE;
            case "null" -> kind == JsonToken.VALUE_NULL;
            case "array" -> kind == JsonToken.START_ARRAY;
            case "object" -> kind == JsonToken.START_OBJECT;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
