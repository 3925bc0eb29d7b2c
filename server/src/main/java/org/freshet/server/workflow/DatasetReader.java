package org.freshet.server.workflow;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.DatasetWish;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.JsonFault;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads a JSON list of datasets, or a single one, and keeps in mind in which line each begins. */
@Component
class DatasetReader {

    /** The most of one call. */
    private static final int MOST = 10_000;

    private final ObjectReader json;

    DatasetReader(JsonMapper json) {
        // one after another is read from the list, and its end is looked for here
        this.json = json.readerFor(DatasetWish.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * A dataset as it stands in the input.
     *
     * @param path where, to be put before the name of a field
     * @param line in which it begins, from 1
     */
    record Written(DatasetWish wish, String path, int line) {

        FieldError error(String field, String reason) {
            return new FieldError(null, path + field, reason, line, null);
        }
    }

    /** Throws what {@code Problems} tells with its line, or {@link Invalid}. */
    List<Written> read(InputStream in) {
        try (var parser = json.createParser(in)) {
            var isList = parser.nextToken() == JsonToken.START_ARRAY;
            var all = isList ? list(parser) : one(parser);
            if (all.isEmpty() || parser.nextToken() != null) {
                throw expected();
            }
            return all;
        }
    }

    private List<Written> one(JsonParser parser) {
        return parser.currentToken() == null ? List.of() : List.of(next(parser, ""));
    }

    private List<Written> list(JsonParser parser) {
        var all = new ArrayList<Written>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (all.size() == MOST) {
                throw new Invalid("Nothing was stored. More than " + MOST + " datasets in one call.", List.of());
            }
            all.add(next(parser, "[" + all.size() + "]"));
        }
        return all;
    }

    private Written next(JsonParser parser, String at) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw expected();
        }
        var line = parser.currentTokenLocation().getLineNr();
        try {
            @Nullable DatasetWish wish = json.readValue(parser);
            return new Written(Objects.requireNonNull(wish), at.isEmpty() ? "" : at + ".", line);
        } catch (JacksonException e) {
            if (at.isEmpty()) {
                throw e;
            }
            var fault = JsonFault.of(e);
            var field = fault.field() == null ? at : at + "." + fault.field();
            throw Faults.nothingStored(
                    List.of(new FieldError(null, field, fault.reason(), fault.line(), fault.column())));
        }
    }

    private static Invalid expected() {
        return new Invalid(
                "Nothing was stored. A JSON list of datasets is expected, or one: {\"path\": …, \"datatype\": …}.",
                List.of());
    }
}
