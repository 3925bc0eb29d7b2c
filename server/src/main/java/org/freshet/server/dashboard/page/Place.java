package org.freshet.server.dashboard.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.freshet.server.platform.StorableTime;
import org.jspecify.annotations.Nullable;

/**
 * Where in a list by time an entry stands, as {@code 2026-11-20T03:12:47.250Z,job,12}.
 *
 * @param entity kind of thing: at one moment the order is by kind and id
 */
public record Place(Instant at, String entity, long id) {

    private static final int PARTS = 3;

    /** Empty for what is no place. */
    static Optional<Place> parse(@Nullable String text) {
        var parts = text == null ? new String[0] : text.split(",", -1);
        if (parts.length != PARTS || parts[1].indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            return Ids.number(parts[2])
                    .map(id -> new Place(StorableTime.checked(Instant.parse(parts[0])), parts[1], id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The next one further up, so that what begins behind it begins with this one. */
    Place above() {
        return new Place(at, entity, id + 1);
    }

    /** The next one further down. */
    Place below() {
        return new Place(at, entity, id - 1);
    }

    @Override
    public String toString() {
        return at + "," + entity + "," + id;
    }
}
