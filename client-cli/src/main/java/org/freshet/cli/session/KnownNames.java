package org.freshet.cli.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.freshet.protocol.Spelling;
import org.jspecify.annotations.Nullable;

/** Which names there are on a server, asked for only when one led to nothing. */
public record KnownNames(Server server) {

    private static final int MOST_NAMED = 10;

    /**
     * What to say about a name that matched nothing: that there is no such thing, and what may have been meant. Empty if
     * there is such a thing, or the server does not tell.
     *
     * @param what what it names, for people: {@code type}
     * @param path of the list of all of them, below {@code /api/v1}
     * @param name absent = nothing was asked for
     */
    public Optional<String> hint(String what, String path, @Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        var known = names(path);
        if (known.isEmpty() || known.contains(name)) {
            return Optional.empty();
        }
        String hint = Spelling.nearest(name, known)
                .map(it -> "; did you mean '" + it + "'?")
                .orElseGet(() -> "; there are " + some(known) + ".");
        return Optional.of("no such " + what + " '" + name + "'" + hint);
    }

    private List<String> names(String path) {
        try {
            return server.get(path + "?limit=1000")
                    .tree()
                    .path("items")
                    .valueStream()
                    .map(it -> it.path("name").asString(""))
                    .filter(it -> !it.isEmpty())
                    .toList();
        } catch (CommandFailure e) {
            return List.of();
        }
    }

    private static String some(Collection<String> known) {
        String first = String.join(", ", known.stream().limit(MOST_NAMED).toList());
        return known.size() > MOST_NAMED ? first + ", and " + (known.size() - MOST_NAMED) + " more" : first;
    }
}
