package org.freshet.cli.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters of a URL. */
public record Query(List<String> parameters) {

    public Query {
        parameters = List.copyOf(parameters);
    }

    public static Query empty() {
        return new Query(List.of());
    }

    /** With one parameter more; an absent or empty value leaves the query as it is. */
    public Query with(String name, @Nullable Object value) {
        if (value == null || value.toString().isEmpty()) {
            return this;
        }
        var more = new ArrayList<>(parameters);
        more.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        return new Query(more);
    }

    /** A text as one step of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** With the names of one's constants, of which any may be; none leave the query as it is. */
    public Query with(String name, List<? extends Enum<?>> values) {
        return with(name, values.stream().map(Enum::name).collect(Collectors.joining(",")));
    }

    /** As it follows a path: empty, or beginning with a question mark. */
    @Override
    public String toString() {
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }
}
