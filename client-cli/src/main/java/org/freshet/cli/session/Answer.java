package org.freshet.cli.session;

import org.freshet.protocol.Page;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** A successful answer of the server, decoded only on demand. */
public final class Answer {

    private final String url;
    private final byte[] body;

    Answer(String url, byte[] body) {
        this.url = url;
        this.body = body;
    }

    /** The document as received. */
    public byte[] bytes() {
        return body.clone();
    }

    public <T> T as(Class<T> type) {
        return read(Json.MAPPER.constructType(type));
    }

    public <T> Page<T> asPageOf(Class<T> type) {
        return read(Json.MAPPER.getTypeFactory().constructParametricType(Page.class, type));
    }

    public JsonNode tree() {
        return read(Json.MAPPER.constructType(JsonNode.class));
    }

    private <T> T read(JavaType type) {
        try {
            return Json.MAPPER.readValue(body, type);
        } catch (JacksonException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The answer of " + url + " was not understood (" + e.getOriginalMessage()
                            + "): it is not a Freshet server, or one of another version.",
                    e);
        }
    }
}
