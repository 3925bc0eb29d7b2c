package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A dataset of no workflow that is to be added: where its file is, by its path or by its directory and its name.
 *
 * @param name of the file; with {@code path} its last part
 * @param path full path of the file
 * @param dirpath full path of its directory
 * @param datatype name of a data type
 * @param datatag absent = none
 * @param state {@code defined}, as if nothing is given, or {@code written}
 */
public record DatasetWish(
        @Nullable String name,
        @Nullable String path,
        @Nullable String dirpath,
        @Nullable String datatype,
        @Nullable String datatag,
        @Nullable String comment,
        @Nullable String state) {}
