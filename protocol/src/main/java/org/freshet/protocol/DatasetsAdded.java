package org.freshet.protocol;

import java.util.List;

/**
 * Answer to {@code POST /api/v1/datasets}: all of the list are there now.
 *
 * @param items one per dataset that was asked for, in their order
 */
public record DatasetsAdded(List<Item> items) {

    public DatasetsAdded {
        items = List.copyOf(items);
    }

    /**
     * One of them.
     *
     * @param created false when the same one was there already
     */
    public record Item(DatasetView dataset, boolean created) {}
}
