package org.freshet.server.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.freshet.protocol.DatasetState;
import org.freshet.protocol.DatasetView;
import org.freshet.protocol.DatasetWish;
import org.jspecify.annotations.Nullable;

/**
 * What makes a dataset of no workflow the one that it is, with all that was not said filled in.
 *
 * @param path of the file; another one with this path is the same dataset
 */
record DatasetTerms(
        String name, String path, String dirpath, String datatype, String datatag, String comment, DatasetState state) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_COMMENT = 1000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NOT_IN_A_TAG = Pattern.compile("[\\s\\p{Cntrl}=/]");

    /** @param refusal is told each field that cannot be, and why */
    static DatasetTerms of(DatasetWish wish, BiConsumer<String, String> refusal) {
        var path = path(wish, refusal);
        var cut = path.lastIndexOf('/');
        var terms = new DatasetTerms(
                path.substring(cut + 1),
                path,
                cut > 0 ? path.substring(0, cut) : "/",
                text(wish.datatype()),
                text(wish.datatag()),
                Objects.requireNonNullElse(wish.comment(), ""),
                state(wish, refusal));
        terms.check(refusal);
        return terms;
    }

    private static String path(DatasetWish wish, BiConsumer<String, String> refusal) {
        var name = text(wish.name());
        var path = text(wish.path());
        var dirpath = text(wish.dirpath());
        if (path.isEmpty() == dirpath.isEmpty()) {
            refusal.accept(
                    "path",
                    path.isEmpty()
                            ? "missing; the full path of the file is expected, or dirpath and name"
                            : "path and dirpath are both given; one of them is expected");
            return "";
        }
        if (path.isEmpty()) {
            if (name.isEmpty()) {
                refusal.accept("name", "missing; with dirpath the name of the file is expected");
                return "";
            }
            return checked("dirpath", dirpath, dirpath + "/" + checkedName(name, refusal), refusal);
        }
        var plain = checked("path", path, path, refusal);
        if (!name.isEmpty() && !plain.endsWith("/" + name)) {
            refusal.accept("name", "\"" + name + "\" is not the last part of the path " + path);
        }
        return plain;
    }

    private static String checkedName(String name, BiConsumer<String, String> refusal) {
        if (name.indexOf('/') >= 0) {
            refusal.accept("name", "\"" + name + "\" is not the name of a file; put the directory into dirpath");
        }
        return name;
    }

    /** @param whole with the name, if it was given alone */
    private static String checked(String field, String given, String whole, BiConsumer<String, String> refusal) {
        var plain = whole.replaceAll("/+", "/");
        var name = plain.substring(plain.lastIndexOf('/') + 1);
        if (!given.startsWith("/")) {
            refusal.accept(field, "\"" + given + "\" is not a full path; it must begin with /");
        } else if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            refusal.accept(field, "\"" + whole + "\" is the path of a directory and not of a file");
        } else if (CONTROL.matcher(plain).find()) {
            refusal.accept(field, "a path without control characters is expected");
        } else if (plain.length() > LONGEST_PATH || name.length() > LONGEST_NAME) {
            refusal.accept(
                    field,
                    "longer than " + LONGEST_PATH + " characters in all, or than " + LONGEST_NAME + " in its name");
        }
        return plain;
    }

    private static DatasetState state(DatasetWish wish, BiConsumer<String, String> refusal) {
        return switch (text(wish.state()).toLowerCase(Locale.ROOT)) {
            case "", "defined" -> DatasetState.DEFINED;
            case "written" -> DatasetState.WRITTEN;
            default -> {
                refusal.accept(
                        "state",
                        "\"" + wish.state() + "\" is not allowed; \"defined\", or \"written\" (the file is there) is");
                yield DatasetState.DEFINED;
            }
        };
    }

    private void check(BiConsumer<String, String> refusal) {
        if (datatype.isEmpty()) {
            refusal.accept("datatype", "missing; the name of a data type is expected");
        }
        if (NOT_IN_A_TAG.matcher(datatag).find() || datatag.length() > LONGEST_NAME) {
            refusal.accept(
                    "datatag",
                    "the name of a variable is expected, without blanks, '=' and '/', at most 255 characters");
        }
        if (comment.length() > LONGEST_COMMENT) {
            refusal.accept("comment", "longer than " + LONGEST_COMMENT + " characters");
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    /** What the one that is there says otherwise, for the end of a sentence; empty = nothing that matters. */
    String differencesTo(DatasetView known) {
        List<String> differences = new ArrayList<>();
        difference(differences, "datatype", known.datatype(), datatype);
        difference(differences, "datatag", known.datatag(), datatag);
        difference(differences, "comment", known.comment(), comment);
        return String.join(", ", differences);
    }

    private static void difference(List<String> differences, String field, String there, String here) {
        if (!there.equals(here)) {
            differences.add(field + " \"" + there + "\" and not \"" + here + "\"");
        }
    }
}
