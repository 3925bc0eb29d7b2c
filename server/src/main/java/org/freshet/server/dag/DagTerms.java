package org.freshet.server.dag;

import java.util.regex.Pattern;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;

/** What stands beside the file of a DAG: its name and its description. */
final class DagTerms {

    /** Characters of a description; a file's own may be longer, and is cut. */
    private static final int LONGEST = 1000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private DagTerms() {}

    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Invalid.field(
                    "name",
                    "\"" + name + "\" is not allowed; 1 to 100 letters, digits, '.', '_' or '-' are expected, a letter"
                            + " or digit first");
        }
        return name;
    }

    /** What somebody gave beside the file; null if nothing was given. */
    static @Nullable String given(@Nullable String description) {
        if (description == null) {
            return null;
        }
        if (description.length() > LONGEST) {
            throw Invalid.field("description", "longer than " + LONGEST + " characters");
        }
        if (description.indexOf('\0') >= 0) {
            throw Invalid.field("description", "the character U+0000 is not allowed");
        }
        return description.strip();
    }

    /** What counts: what was given, else what the file says, else what the version before has. */
    static String effective(@Nullable String given, String ofFile, String before) {
        if (given != null) {
            return given;
        }
        return ofFile.isBlank() ? before : shortened(ofFile.strip());
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        var end = LONGEST - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
