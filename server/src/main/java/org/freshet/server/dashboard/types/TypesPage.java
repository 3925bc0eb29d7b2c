package org.freshet.server.dashboard.types;

import java.util.List;
import org.freshet.server.dashboard.page.EmptyList;
import org.freshet.server.dashboard.page.Moment;
import org.jspecify.annotations.Nullable;

/**
 * The list of job types, by name.
 *
 * @param sentence how they do, in words
 * @param next where the list goes on; null if it does not
 * @param live address under which this same page is fetched again
 * @param empty what to say instead of rows; null if there are some
 */
record TypesPage(
        Moment at,
        String sentence,
        List<TypeRow> rows,
        @Nullable String next,
        String live,
        @Nullable EmptyList empty) {}
