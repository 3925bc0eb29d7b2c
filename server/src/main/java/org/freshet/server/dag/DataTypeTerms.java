package org.freshet.server.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.freshet.protocol.DataTypeView.OutputCheck;
import org.freshet.protocol.DataTypeWish;

/** What makes a data type the one that it is. */
record DataTypeTerms(String name, String ext, String comment, OutputCheck outputCheck) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern EXT = Pattern.compile("(\\.[^/\\s\\p{Cntrl}]{1,31})?");
    private static final int LONGEST_COMMENT = 1000;

    static DataTypeTerms of(DataTypeWish wish) {
        return new DataTypeTerms(
                wish.name(),
                Objects.requireNonNullElse(wish.ext(), ""),
                Objects.requireNonNullElse(wish.comment(), ""),
                Objects.requireNonNullElse(wish.outputCheck(), OutputCheck.NOT_EMPTY));
    }

    /** @param refusal is told each field that cannot be, and why */
    void check(BiConsumer<String, String> refusal) {
        if (!NAME.matcher(name).matches()) {
            refusal.accept(
                    "name",
                    "\"" + name + "\" is not allowed; 1 to 63 letters, digits, '.', '_' or '-' are expected, a letter"
                            + " or digit first");
        }
        if (!EXT.matcher(ext).matches()) {
            refusal.accept(
                    "ext",
                    "\"" + ext + "\" is not allowed; a dot and 1 to 31 characters without '/' and blanks are expected,"
                            + " or an empty text");
        }
        if (comment.length() > LONGEST_COMMENT) {
            refusal.accept("comment", "longer than " + LONGEST_COMMENT + " characters");
        }
    }

    /** What an other one of this name says otherwise, for the end of a sentence. */
    String differencesTo(DataTypeTerms other) {
        List<String> differences = new ArrayList<>();
        difference(differences, "ext", ext, other.ext);
        difference(differences, "comment", comment, other.comment);
        difference(differences, "outputCheck", outputCheck.name(), other.outputCheck.name());
        return String.join(", ", differences);
    }

    private static void difference(List<String> differences, String field, String here, String there) {
        if (!here.equals(there)) {
            differences.add(field + " \"" + here + "\" and not \"" + there + "\"");
        }
    }
}
