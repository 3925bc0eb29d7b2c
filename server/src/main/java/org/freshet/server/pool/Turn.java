package org.freshet.server.pool;

import java.util.Optional;
import java.util.function.Supplier;

/** The right to calculate the pool of a site, for some minutes: two calculations at once would order twice. */
interface Turn extends AutoCloseable {

    /** Of a batch system that nobody else uses. */
    Turn ALONE = new Turn() {
        @Override
        public <T> Optional<T> hold(Supplier<T> work) {
            return Optional.of(work.get());
        }

        @Override
        public void close() {}
    };

    /**
     * Writes something down while nobody else can take the turn over; it then lasts anew. Empty, and nothing was done, if it
     * is over and somebody else had it.
     */
    <T> Optional<T> hold(Supplier<T> work);

    /** Gives it back. */
    @Override
    void close();
}
