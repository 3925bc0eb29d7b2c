package org.freshet.server.dag;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.freshet.protocol.DataTypeWish;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads a JSON list of data types, or a single one. */
@Component
class DataTypeReader {

    /** Nobody has more of them. */
    private static final int MOST = 1000;

    private final ObjectReader json;

    DataTypeReader(JsonMapper json) {
        this.json = json.readerForListOf(DataTypeWish.class).with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
    }

    /** Throws what {@code Problems} tells with its line, or {@link Invalid}. */
    List<DataTypeWish> read(InputStream in) {
        @Nullable List<@Nullable DataTypeWish> wishes = json.readValue(in);
        if (wishes == null || wishes.isEmpty() || wishes.contains(null)) {
            throw new Invalid(
                    "Nothing was stored. A JSON list of data types is expected, or one: {\"name\": …, \"ext\": …}.",
                    List.of());
        }
        if (wishes.size() > MOST) {
            throw new Invalid("Nothing was stored. More than " + MOST + " data types in one call.", List.of());
        }
        return wishes.stream().map(Objects::requireNonNull).toList();
    }
}
