package org.freshet.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as the API gives it.
 *
 * @param items newest first unless the list says otherwise
 * @param next value for {@code after} that gives the following items; absent at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public Page {
        items = List.copyOf(items);
    }
}
