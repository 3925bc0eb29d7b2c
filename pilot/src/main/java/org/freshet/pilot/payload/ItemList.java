package org.freshet.pilot.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.FanOut;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The items of a {@code foreach}. What is read is read by a shell that runs like any payload, so as its user, under its
 * time limit and its guardian; what was read is understood here.
 */
final class ItemList {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String SCRIPT = script();

    /** Bytes of so many characters in UTF-8, each name with a NUL. */
    private static final int MOST_NAMES = 3 * FanOut.MAX_LIST + FanOut.MAX_ITEMS;

    private final @Nullable String glob;
    private final @Nullable String file;
    private final Path result;

    private ItemList(FanOut fanOut, Path directory) {
        this.glob = fanOut.glob();
        this.file = fanOut.file();
        this.result = directory.resolve("items");
    }

    /**
     * Absent if the job is to run its payload.
     *
     * @param directory the job's
     */
    static @Nullable ItemList of(@Nullable FanOut fanOut, Path directory) {
        return fanOut == null || (fanOut.glob() == null && fanOut.file() == null)
                ? null
                : new ItemList(fanOut, directory);
    }

    /** The items cannot be had; the message says why. */
    static final class UnusableException extends Exception {

        UnusableException(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    private static String script() {
        try (var in = ItemList.class.getResourceAsStream("list-items.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has to be run in the job's directory. */
    List<String> command() throws NotStartedException {
        refuseWhatCannotBePassedOn();
        return glob != null
                ? command("glob", glob, FanOut.MAX_ITEMS)
                : command("file", String.valueOf(file), FanOut.MAX_LIST + 1);
    }

    /** Java would pass a question mark on, which is a wildcard. */
    private void refuseWhatCannotBePassedOn() throws NotStartedException {
        var what = String.valueOf(glob != null ? glob : file);
        if (!PayloadEnvironment.CHARSET.newEncoder().canEncode(what)) {
            throw NotStartedException.ofHost(
                    inWords() + "the pilot passes words on in " + PayloadEnvironment.CHARSET
                            + ", which has not all of its characters.",
                    "start the pilot with a locale of UTF-8, for example LC_ALL=C.UTF-8.");
        }
    }

    private List<String> command(String kind, String what, int most) {
        return List.of("/bin/sh", "-c", SCRIPT, "list-items", kind, what, result.toString(), Integer.toString(most));
    }

    /** For the beginning of a sentence that goes on with why it failed. */
    String inWords() {
        return glob != null ? "The files " + glob + " could not be listed: " : "The list " + file + " is of no use: ";
    }

    /** In order; the command has ended with 0. The file with them is in the payload's hands. */
    List<String> read(PayloadUser user) throws UnusableException, IOException {
        var bytes = user.contents(result, glob != null ? MOST_NAMES + 1 : FanOut.MAX_LIST + 1);
        var items = glob != null ? names(bytes) : list(bytes);
        var problem = FanOut.problemOf(items);
        if (problem.isPresent()) {
            throw new UnusableException(problem.get() + ".");
        }
        return items;
    }

    private static List<String> names(byte[] bytes) throws UnusableException {
        if (bytes.length > MOST_NAMES) {
            throw new UnusableException("the names of the files that match have more than " + FanOut.MAX_LIST
                    + " characters together, which is the most allowed.");
        }
        var text = utf8(bytes, "the name of a file that matches is not UTF-8.");
        return text.isEmpty() ? List.of() : Stream.of(text.split("\0")).sorted().toList();
    }

    private static List<String> list(byte[] bytes) throws UnusableException {
        if (bytes.length > FanOut.MAX_LIST) {
            throw new UnusableException("it has more than " + FanOut.MAX_LIST + " bytes, which is the most allowed.");
        }
        var list = parse(utf8(bytes, "it is not UTF-8."));
        if (!list.isArray()) {
            throw new UnusableException("a JSON list is expected, not " + kind(list) + ".");
        }
        if (list.size() > FanOut.MAX_ITEMS) {
            throw new UnusableException(
                    "it has " + list.size() + " items, at most " + FanOut.MAX_ITEMS + " are allowed.");
        }
        var items = new ArrayList<String>();
        for (var item : list) {
            if (!item.isString() && !item.isNumber() && !item.isBoolean()) {
                throw new UnusableException(
                        "item " + items.size() + " is " + kind(item) + "; texts, numbers and booleans are allowed.");
            }
            items.add(item.asString());
        }
        return items;
    }

    private static JsonNode parse(String text) throws UnusableException {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new UnusableException("it is not JSON"
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()) + ": "
                    + e.getOriginalMessage());
        }
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case MISSING -> "nothing";
            case BINARY, POJO -> "something else";
        };
    }

    private static String utf8(byte[] bytes, String otherwise) throws UnusableException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnusableException(otherwise);
        }
    }
}
