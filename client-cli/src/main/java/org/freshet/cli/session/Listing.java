package org.freshet.cli.session;

import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.Page;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A list of the API, read page by page up to a limit. */
public final class Listing {

    /** The largest page that the server gives. */
    private static final int LARGEST_PAGE = 1000;

    private final List<Answer> pages;

    private Listing(List<Answer> pages) {
        this.pages = pages;
    }

    /**
     * Reads.
     *
     * @param limit the most items; at least 1
     */
    public static Listing read(Server server, String path, Query filters, int limit) {
        if (limit < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--limit is " + limit + "; at least 1 is expected.");
        }
        var pages = new ArrayList<Answer>();
        @Nullable String after = null;
        int missing = limit;
        do {
            int size = Math.min(missing, LARGEST_PAGE);
            var page = server.get(path + filters.with("limit", size).with("after", after));
            pages.add(page);
            missing -= size;
            after = missing > 0 ? page.tree().path("next").asString("") : "";
        } while (!after.isEmpty());
        return new Listing(pages);
    }

    /** All items, and the key of what follows, if more match than were asked for. */
    public <T> Page<T> items(Class<T> type) {
        var read = pages.stream().map(page -> page.asPageOf(type)).toList();
        return new Page<>(
                read.stream().flatMap(page -> page.items().stream()).toList(),
                read.getLast().next());
    }

    /** One page as received, or several as one. */
    public byte[] json() {
        if (pages.size() == 1) {
            return pages.getFirst().bytes();
        }
        var merged = (ObjectNode) pages.getLast().tree();
        var items = Json.MAPPER.createArrayNode();
        pages.forEach(page -> page.tree().path("items").forEach(items::add));
        return Json.MAPPER.writeValueAsBytes(merged.set("items", items));
    }
}
