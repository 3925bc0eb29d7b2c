package org.freshet.server.live;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that knows nothing and does nothing, to be wrapped by what knows a little. */
final class Blank {

    private Blank() {}

    /** Answers every method of an interface with nothing: null, 0, false, or no elements. */
    static <T> T of(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> nothing(method.getReturnType())));
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == Enumeration.class) {
            return Collections.emptyEnumeration();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return type == Collection.class ? List.of() : null;
    }
}
