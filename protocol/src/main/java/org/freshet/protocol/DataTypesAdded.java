package org.freshet.protocol;

import java.util.List;

/**
 * Answer to {@code POST /api/v1/datatypes}: all of the list are there now.
 *
 * @param items one per data type that was asked for, in their order
 */
public record DataTypesAdded(List<Item> items) {

    public DataTypesAdded {
        items = List.copyOf(items);
    }

    /**
     * One of them.
     *
     * @param created false when the same one was there already
     */
    public record Item(DataTypeView dataType, boolean created) {}
}
