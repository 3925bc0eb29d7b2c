package org.freshet.server.live;

import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a stream says, as browsers read it. */
@Component
class Messages {

    /** What the stream can tell is not enough: look at the whole page. */
    static final String LOOK = event("look", "1");

    /** The server is there. An event and not a comment, of which no script hears. */
    static final String BEAT = event("beat", "1");

    /** Whoever opened the page is not logged in any more as they were then. */
    static final String OUT = event("out", "1");

    private final JsonMapper json;

    Messages(JsonMapper json) {
        this.json = json;
    }

    /**
     * What changed.
     *
     * @param every milliseconds until the next look
     * @param parts elements of the page as they are now
     * @param own whether what each reader has for themselves may have changed, too
     */
    record Change(long every, List<String> parts, boolean own) {}

    String change(Change change) {
        return "data: " + json.writeValueAsString(change) + "\n\n";
    }

    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
