package org.freshet.server.dashboard.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;

/**
 * What a list is narrowed down to, as its URL says it.
 *
 * @param path of the list
 * @param fields what the list understands
 * @param values accepted values by field name, in the order of the fields
 * @param ignored what the URL asked for and the list does not understand, as it was written
 */
public record Filter(
        String path, List<FilterField> fields, SequencedMap<String, List<String>> values, List<Ignored> ignored) {

    /**
     * A part of the URL that has no effect.
     *
     * @param text for example {@code flavour=cold}
     * @param known whether such a filter exists, so that it is the value that is wrong
     */
    public record Ignored(String text, boolean known) {}

    /**
     * An active filter.
     *
     * @param removal the list without it
     */
    public record Chip(String name, String value, String removal) {}

    /**
     * Reads a URL.
     *
     * @param query its parameters; those of paging are already taken out
     */
    public static Filter parse(String path, List<FilterField> fields, MultiValueMap<String, String> query) {
        SequencedMap<String, List<String>> values = new LinkedHashMap<>();
        List<Ignored> ignored = new ArrayList<>();
        for (FilterField field : fields) {
            for (String value : given(field, query)) {
                int known = values.getOrDefault(field.name(), List.of()).size();
                if (field.accepts(value) && field.takesMore(known)) {
                    values.computeIfAbsent(field.name(), name -> new ArrayList<>())
                            .add(value);
                } else {
                    ignored.add(new Ignored(field.name() + "=" + value, true));
                }
            }
        }
        query.forEach((name, given) -> {
            if (fields.stream()
                    .noneMatch(
                            field -> field.name().equals(name) || field.alias().equals(name))) {
                ignored.add(new Ignored(name + "=" + String.join(",", given), false));
            }
        });
        return new Filter(path, fields, values, List.copyOf(ignored));
    }

    private static List<String> given(FilterField field, MultiValueMap<String, String> query) {
        List<String> given = new ArrayList<>(query.getOrDefault(field.name(), List.of()));
        if (!field.alias().equals(field.name())) {
            given.addAll(query.getOrDefault(field.alias(), List.of()));
        }
        return given.stream().flatMap(field::values).distinct().toList();
    }

    public boolean isEmpty() {
        return values.keySet().stream().allMatch(this::isKept);
    }

    /** Whether it says how the list is shown, and not what is on it. */
    private boolean isKept(String name) {
        return fields.stream().anyMatch(it -> it.name().equals(name) && it.kind() == FilterField.Kind.KEPT);
    }

    /** Without what says how the list is shown. */
    public Filter conditions() {
        SequencedMap<String, List<String>> others = new LinkedHashMap<>(values);
        others.keySet().removeIf(this::isKept);
        return new Filter(path, fields, others, List.of());
    }

    /** The same with other values of one field; without it if there are none. */
    public Filter with(String name, List<String> given) {
        SequencedMap<String, List<String>> others = new LinkedHashMap<>(values);
        if (given.isEmpty()) {
            others.remove(name);
        } else {
            others.put(name, given);
        }
        return new Filter(path, fields, others, List.of());
    }

    /** What follows the question mark; empty if nothing does. */
    public String search() {
        return values.isEmpty() ? "" : query();
    }

    /** The accepted values of a field; none means that it does not restrict. */
    public List<String> of(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The accepted values of a field as one text, as its input shows them. */
    public String joined(String name) {
        return String.join(",", of(name));
    }

    public boolean chosen(String name, String choice) {
        return of(name).contains(choice);
    }

    /** For a query: the values of a text or choice field. */
    public String[] texts(String name) {
        return of(name).toArray(String[]::new);
    }

    /** For a query: the values of a number field. */
    public Long[] numbers(String name) {
        return of(name).stream().map(Long::valueOf).toArray(Long[]::new);
    }

    /** For a query: the only value of a field. */
    public Optional<String> single(String name) {
        return of(name).stream().findFirst();
    }

    public List<Chip> chips() {
        return values.keySet().stream()
                .filter(name -> !isKept(name))
                .map(name -> new Chip(name, spoken(name), without(name).href()))
                .toList();
    }

    private String spoken(String name) {
        String text = String.join(", ", of(name));
        return name.equals("state") || name.equals("only") ? text.toLowerCase(Locale.ROOT) : text;
    }

    public Filter without(String name) {
        SequencedMap<String, List<String>> others = new LinkedHashMap<>(values);
        others.remove(name);
        return new Filter(path, fields, others, List.of());
    }

    public String href() {
        return values.isEmpty() ? path : path + "?" + query();
    }

    /** The same list at another place: {@code key} is one of {@link Position}'s. */
    public String href(String key, long id) {
        return path + "?" + (values.isEmpty() ? "" : query() + "&") + key + "=" + id;
    }

    /** The comma stays readable: it needs no encoding in a query. */
    private String query() {
        return values.keySet().stream().flatMap(this::parameters).collect(Collectors.joining("&"));
    }

    private Stream<String> parameters(String name) {
        var isWhole = fields.stream().anyMatch(it -> it.name().equals(name) && it.kind() == FilterField.Kind.WHOLE);
        return (isWhole ? of(name).stream() : Stream.of(joined(name)))
                .map(it -> name + "="
                        + URLEncoder.encode(it, StandardCharsets.UTF_8).replace("%2C", isWhole ? "%2C" : ","));
    }
}
