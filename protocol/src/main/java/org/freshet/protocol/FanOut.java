package org.freshet.protocol;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code foreach} of a workflow adds to a job: either it lists the items, then it has a {@code glob} or a {@code
 * file} and its payload is not run; or it is the job of one item.
 *
 * @param glob full path with wildcards, of which the files that match are the items
 * @param file path of a JSON list of the items
 * @param directories full paths, made before the job starts if they are not there and the directories above them are
 */
public record FanOut(@Nullable String glob, @Nullable String file, List<String> directories) {

    /** Most items of one list. */
    public static final int MAX_ITEMS = 10_000;

    /** Most characters of an item. */
    public static final int MAX_ITEM = 4096;

    /** Most characters of all items together; of a file with a list, most bytes. */
    public static final int MAX_LIST = 4 * 1024 * 1024;

    public FanOut {
        directories = List.copyOf(directories);
    }

    /** Why these items cannot be taken; absent if they can. */
    public static Optional<String> problemOf(List<String> items) {
        if (items.size() > MAX_ITEMS) {
            return Optional.of("there are " + items.size() + " items, at most " + MAX_ITEMS + " are allowed");
        }
        long length = 0;
        for (int n = 0; n < items.size(); n++) {
            var problem = problemOf(items.get(n));
            if (problem != null) {
                return Optional.of("item " + n + " " + problem);
            }
            length += items.get(n).length();
        }
        return length > MAX_LIST
                ? Optional.of("they have " + length + " characters, at most " + MAX_LIST + " are allowed together")
                : Optional.empty();
    }

    private static @Nullable String problemOf(String item) {
        if (item.isEmpty()) {
            return "is empty";
        }
        if (item.length() > MAX_ITEM) {
            return "has " + item.length() + " characters, at most " + MAX_ITEM + " are allowed";
        }
        boolean storable = item.codePoints()
                .noneMatch(it -> it == 0 || (it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE));
        return storable ? null : "has the character U+0000, or half of a surrogate pair";
    }
}
