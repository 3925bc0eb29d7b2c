package org.freshet.server.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a list's URL. An unknown one is refused, because a filter that is ignored shows the wrong things.
 */
public final class Parameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 1000;

    private final Map<String, String> values;

    /** Throws {@link Invalid} for a name that is neither known nor {@code limit} or {@code after}. */
    public Parameters(Map<String, String> values, Set<String> known) {
        var all = new TreeSet<>(known);
        all.addAll(List.of("limit", "after"));
        for (var name : values.keySet()) {
            if (!all.contains(name)) {
                throw Invalid.field(name, "not a filter; known are " + String.join(", ", all));
            }
            if (values.get(name).indexOf('\0') >= 0) {
                throw Invalid.field(name, StorableText.REFUSAL);
            }
        }
        this.values = Map.copyOf(values);
    }

    public @Nullable String text(String name) {
        return values.get(name);
    }

    public @Nullable Long number(String name) {
        var text = values.get(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Invalid.field(name, "\"" + text + "\" is not a number");
        }
    }

    /** How many things to show: 50 unless given, at most 1000. */
    public int limit() {
        var limit = number("limit");
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw Invalid.field("limit", "a number from 1 to " + MOST + " is expected");
        }
        return limit == null ? DEFAULT_LIMIT : limit.intValue();
    }

    /** A comma-separated list; empty if it is absent. */
    public List<String> list(String name) {
        var text = values.get(name);
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
    }

    /** A comma-separated list of an enum's words, in any case of letters. */
    public <E extends Enum<E>> List<E> words(String name, Class<E> type) {
        var words = new ArrayList<E>();
        for (var word : list(name)) {
            try {
                words.add(Enum.valueOf(type, word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw Invalid.field(
                        name, "\"" + word + "\" is unknown; known are " + Arrays.toString(type.getEnumConstants()));
            }
        }
        return words;
    }
}
