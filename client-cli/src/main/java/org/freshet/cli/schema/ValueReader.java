package org.freshet.cli.schema;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the value at which a parser stands, to its end. */
record ValueReader(JsonParser parser) {

    Value read() {
        var kind = parser.currentToken();
        var place = parser.currentTokenLocation();
        return switch (kind) {
            case START_OBJECT -> new Value(kind, "", List.of(), members(), place);
            case START_ARRAY -> new Value(kind, "", items(), List.of(), place);
            default -> new Value(kind, parser.getString(), List.of(), List.of(), place);
        };
    }

    private List<Value> items() {
        var items = new ArrayList<Value>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(read());
        }
        return items;
    }

    private List<Value.Member> members() {
        var members = new ArrayList<Value.Member>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.add(new Value.Member(name, read()));
        }
        return members;
    }
}
