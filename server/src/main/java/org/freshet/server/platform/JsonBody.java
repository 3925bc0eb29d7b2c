package org.freshet.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads a body when a controller is ready for it: after the sender has shown who it is. */
@Component
public class JsonBody {

    private final JsonMapper json;

    JsonBody(JsonMapper json) {
        this.json = json;
    }

    public <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
        return object(json.readValue(request.getInputStream(), type));
    }

    /**
     * Reads a body that is small, from a sender whom only the body itself makes known.
     *
     * @param limit most bytes; a longer one is answered with 413
     * @param what the body in words, for the answer
     */
    public <T> T readSmall(HttpServletRequest request, Class<T> type, int limit, String what) throws IOException {
        var in = request.getInputStream();
        var bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            // A sender that is cut off in the middle of its body does not hear why.
            in.skip(limit);
            throw new TooLarge(limit, what);
        }
        return object(json.readValue(bytes, type));
    }

    private static <T> T object(@Nullable T body) {
        if (body == null) {
            throw new Invalid("The body is null; an object is expected. Nothing was done.", List.of());
        }
        return body;
    }
}
