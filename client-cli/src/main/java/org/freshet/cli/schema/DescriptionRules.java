package org.freshet.cli.schema;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Locale;
import org.freshet.cli.session.Json;
import org.jspecify.annotations.Nullable;

/** What a schema cannot say of one description, as the server judges it. */
final class DescriptionRules {

    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MOST_BYTES = 64 * 1024;
    private static final int TAGS_MAX_BYTES = 1000;

    private DescriptionRules() {}

    static void check(Value description, Findings findings) {
        onceEach(description, findings);
        description.member("env").ifPresent(it -> environment(it, findings));
        description.member("tags").ifPresent(it -> tags(it, findings));
        description.member("metadata").ifPresent(it -> metadata(it, findings));
        description.member("outputs").ifPresent(it -> outputs(it, description, findings));
        refuse("usefulFor", description, DescriptionRules::usefulFor, findings);
        refuse("dataTime", description, DescriptionRules::dataTime, findings);
    }

    private static void onceEach(Value description, Findings findings) {
        var seen = new HashSet<String>();
        for (var member : description.members()) {
            String name = member.name();
            boolean counts = !name.startsWith("x-") && !name.startsWith("_") && !name.startsWith("$");
            String meaning = name.equals("timelimit") ? "timeout" : name;
            if (counts && !member.value().is("null") && !seen.add(meaning)) {
                findings.add(
                        name,
                        "given twice (timeout and timelimit are the same)",
                        member.value().place());
            }
        }
    }

    private static void environment(Value env, Findings findings) {
        var seen = new HashSet<String>();
        for (var variable : env.members()) {
            if (!seen.add(variable.name())) {
                findings.add(
                        "env." + variable.name(),
                        "given twice",
                        variable.value().place());
            }
        }
        int bytes = env.members().stream()
                .mapToInt(it -> bytes(it.name()) + bytes(it.value().text()) + 2)
                .sum();
        if (bytes > MOST_BYTES) {
            findings.add("env", "longer than " + MOST_BYTES + " bytes in all", env.place());
        }
    }

    private static void tags(Value tags, Findings findings) {
        int bytes = tags.items().stream().mapToInt(it -> bytes(it.text())).sum();
        if (bytes > TAGS_MAX_BYTES) {
            findings.add("tags", "longer than " + TAGS_MAX_BYTES + " bytes together", tags.place());
        }
    }

    private static void metadata(Value metadata, Findings findings) {
        if (hasNul(metadata)) {
            findings.add("metadata", "the character U+0000 is not allowed", metadata.place());
        } else if (length(metadata) > MOST_BYTES) {
            findings.add("metadata", "longer than " + MOST_BYTES + " bytes", metadata.place());
        }
    }

    private static boolean hasNul(Value value) {
        return value.text().indexOf('\0') >= 0
                || value.items().stream().anyMatch(DescriptionRules::hasNul)
                || value.members().stream().anyMatch(it -> it.name().indexOf('\0') >= 0 || hasNul(it.value()));
    }

    /** Of the shortest JSON text. */
    private static int length(Value value) {
        if (value.isText()) {
            return quoted(value.text());
        }
        int separators = 1 + Math.max(1, value.items().size() + value.members().size());
        return switch (value.kind()) {
            case START_ARRAY ->
                separators
                        + value.items().stream()
                                .mapToInt(DescriptionRules::length)
                                .sum();
            case START_OBJECT ->
                separators
                        + value.members().stream()
                                .mapToInt(it -> quoted(it.name()) + 1 + length(it.value()))
                                .sum();
            default -> value.text().length();
        };
    }

    private static int quoted(String text) {
        return Json.MAPPER.writeValueAsBytes(text).length;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** An output "$NAME" is the file that a variable names. */
    private static void outputs(Value outputs, Value description, Findings findings) {
        for (int i = 0; i < outputs.items().size(); i++) {
            String output = outputs.items().get(i).text();
            var problem = output.startsWith("$") ? variable(output.substring(1), description) : null;
            if (problem != null) {
                findings.add(
                        "outputs[" + i + "]", "\"" + output + "\" is not allowed: " + problem, description.place());
            }
        }
    }

    private static @Nullable String variable(String name, Value description) {
        String path = description
                .member("env")
                .flatMap(env -> env.member(name))
                .map(Value::text)
                .orElse("");
        if (path.isBlank()) {
            return "env has no variable \"" + name + "\" with the path of the file";
        }
        if (name.startsWith("FRESHET_")) {
            return "variables that begin with FRESHET_ are Freshet's own";
        }
        return path.matches("(?s)(.*/)?\\.{0,2}")
                ? name + " is \"" + path + "\", which is the path of a directory and not of a file"
                : null;
    }

    private interface Judgement {
        @Nullable
        String of(String text);
    }

    private static void refuse(String field, Value description, Judgement judgement, Findings findings) {
        description.member(field).filter(it -> it.isText() || it.is("integer")).ifPresent(value -> {
            var reason = judgement.of(value.text().strip());
            if (reason != null) {
                findings.add(field, reason, value.place());
            }
        });
    }

    private static @Nullable String usefulFor(String text) {
        try {
            var value = text.toUpperCase(Locale.ROOT).startsWith("P")
                    ? Duration.parse(text.toUpperCase(Locale.ROOT))
                    : Duration.ofSeconds(Long.parseLong(text));
            boolean fits = value.isPositive() && value.compareTo(LONGEST) <= 0;
            return fits ? null : "a positive time of at most ten years is expected";
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            return "seconds (for example 600) or an ISO-8601 duration (PT10M) are expected";
        }
    }

    private static @Nullable String dataTime(String text) {
        try {
            var time = OffsetDateTime.parse(text).toInstant();
            boolean fits = !time.isBefore(Instant.EPOCH) && time.isBefore(LATEST);
            return fits ? null : "a time of the years 1970 to 2199 is expected";
        } catch (DateTimeException e) {
            return "a time with its zone is expected, for example 2026-11-20T03:12:47Z";
        }
    }
}
