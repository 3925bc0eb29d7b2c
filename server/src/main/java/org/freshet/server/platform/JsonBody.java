package org.freshet.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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
        return json.readValue(request.getInputStream(), type);
    }
}
