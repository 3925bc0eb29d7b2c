package org.freshet.cli.session;

import java.util.function.Supplier;
import org.freshet.protocol.Page;
import tools.jackson.core.JacksonException;
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
        return understood(() -> Json.MAPPER.readValue(body, type));
    }

    public <T> Page<T> asPageOf(Class<T> type) {
        var page = Json.MAPPER.getTypeFactory().constructParametricType(Page.class, type);
        return understood(() -> Json.MAPPER.<Page<T>>readValue(body, page));
    }

    public JsonNode tree() {
        return understood(() -> Json.MAPPER.readTree(body));
    }

    private <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JacksonException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The answer of " + url + " was not understood (" + e.getOriginalMessage()
                            + "): it is not a Freshet server, or one of another version.",
                    e);
        }
    }
}
