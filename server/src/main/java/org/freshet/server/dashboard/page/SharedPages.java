package org.freshet.server.dashboard.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Pages that do not depend on who looks: those who ask for the same one within a second share it. */
public final class SharedPages<T> {

    /** Of so many addresses pages are kept. */
    private static final int MOST = 64;

    private final Function<MultiValueMap<String, String>, T> maker;
    private final Map<MultiValueMap<String, String>, OncePerSecond<T>> pages = new LinkedHashMap<>();

    public SharedPages(Function<MultiValueMap<String, String>, T> maker) {
        this.maker = maker;
    }

    /**
     * The page, made at most a second ago.
     *
     * @param query of the page's address
     */
    public T get(MultiValueMap<String, String> query) {
        return page(new LinkedMultiValueMap<>(query)).get();
    }

    private synchronized OncePerSecond<T> page(MultiValueMap<String, String> query) {
        var known = pages.remove(query);
        OncePerSecond<T> page = known == null ? new OncePerSecond<>(() -> maker.apply(query), System::nanoTime) : known;
        pages.put(query, page);
        if (pages.size() > MOST) {
            pages.remove(pages.keySet().iterator().next());
        }
        return page;
    }
}
