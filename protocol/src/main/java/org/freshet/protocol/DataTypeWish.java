package org.freshet.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A data type to be added.
 *
 * @param ext end of the names of its files, with the dot; absent = none
 * @param outputCheck absent = NOT_EMPTY
 */
public record DataTypeWish(
        String name, @Nullable String ext, @Nullable String comment, DataTypeView.@Nullable OutputCheck outputCheck) {}
