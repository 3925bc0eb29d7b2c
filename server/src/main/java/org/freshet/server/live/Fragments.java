package org.freshet.server.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a page that may change while somebody looks at it.
 *
 * @param parts the elements with a {@code data-live} or {@code data-grow} key, and the title, as they stand in the page
 * @param own what visitors without a login see where each reader has something of their own
 * @param frame which keys, rows and buttons there are: where these differ, the reader's page looks for itself
 * @param every milliseconds between two looks
 * @param shared whether everybody who has the page open sees the same
 */
record Fragments(SequencedMap<String, String> parts, List<String> own, Set<String> frame, long every, boolean shared) {

    /** A little more than the second for which pages share what they have read. */
    private static final long EVERY = 1020;

    private static final String TITLE = "title";

    /** Text of people has no {@code <} in it: the templates see to that. */
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>");

    private static final Pattern ATTRIBUTE = Pattern.compile("([^\\s=\"'/>]++)(?:=\"([^\"]*+)\")?");

    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr");

    /** An element whose end was not seen yet; one without a key is what each reader has for themselves. */
    private static final class Open {

        final String element;
        final @Nullable String key;
        final int begin;
        int depth = 1;

        Open(String element, @Nullable String key, int begin) {
            this.element = element;
            this.key = key;
            this.begin = begin;
        }
    }

    static Fragments of(String html) {
        var found = new Finding(html);
        var tags = TAG.matcher(html);
        while (tags.find()) {
            var element = tags.group(2).toLowerCase(Locale.ROOT);
            if (!tags.group(1).isEmpty()) {
                found.end(element, tags.end());
            } else {
                var alone = tags.group(3).endsWith("/") || VOID.contains(element);
                found.begin(element, tags.group(3), tags.start(), alone);
            }
        }
        return new Fragments(found.parts, found.own, found.frame, found.every, found.live && !found.ofReader);
    }

    /** Those that are not as they were. */
    List<String> changedSince(Fragments before) {
        return parts.entrySet().stream()
                .filter(it -> !it.getValue().equals(before.parts.get(it.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static final class Finding {

        final String html;
        final SequencedMap<String, String> parts = new LinkedHashMap<>();
        final List<String> own = new ArrayList<>();
        final Set<String> frame = new LinkedHashSet<>();
        final List<Open> open = new ArrayList<>();
        long every = EVERY;
        boolean live;
        boolean ofReader;

        Finding(String html) {
            this.html = html;
        }

        void begin(String element, String attributes, int at, boolean alone) {
            if (!alone) {
                open.stream().filter(it -> it.element.equals(element)).forEach(it -> it.depth++);
            }
            var key = element.equals(TITLE) && !parts.containsKey(TITLE) ? TITLE : null;
            var isOwn = false;
            var attribute = ATTRIBUTE.matcher(attributes);
            while (attribute.find()) {
                var value = attribute.group(2) == null ? "" : attribute.group(2);
                switch (attribute.group(1)) {
                    case "data-live" -> key = "live " + value;
                    case "data-grow" -> key = "grow " + value;
                    case "data-own" -> isOwn = true;
                    case "data-row" -> note("row " + value);
                    case "data-follow" -> note("follow " + value);
                    case "data-live-url" -> live = true;
                    case "data-live-own" -> ofReader = true;
                    case "data-live-every" -> every = Math.max(EVERY, number(value));
                    default -> {
                        // says nothing about what changes
                    }
                }
            }
            if (alone || isInsideOfOwn()) {
                return;
            }
            if (isOwn) {
                open.add(new Open(element, null, at));
            } else if (key != null) {
                note(key);
                open.add(new Open(element, key, at));
            }
        }

        private void note(String what) {
            if (!isInsideOfOwn()) {
                frame.add(what);
            }
        }

        private boolean isInsideOfOwn() {
            return open.stream().anyMatch(it -> it.key == null);
        }

        void end(String element, int at) {
            for (var it : open) {
                if (it.element.equals(element) && --it.depth == 0) {
                    keep(it.key, html.substring(it.begin, at));
                }
            }
            open.removeIf(it -> it.depth == 0);
        }

        private void keep(@Nullable String key, String part) {
            if (key == null) {
                own.add(part);
            } else {
                parts.put(key, part);
            }
        }

        private static long number(String value) {
            return value.matches("[0-9]{1,9}") ? Long.parseLong(value) : EVERY;
        }
    }
}
