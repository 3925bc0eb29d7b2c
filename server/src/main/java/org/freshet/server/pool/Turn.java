package org.freshet.server.pool;

/** The right to calculate the pool of a site, for some minutes: two calculations at once would order twice. */
interface Turn extends AutoCloseable {

    /** Of a batch system that nobody else uses. */
    Turn ALONE = new Turn() {
        @Override
        public boolean renew() {
            return true;
        }

        @Override
        public void close() {}
    };

    /** Whether it is still one's own; then it lasts anew. */
    boolean renew();

    /** Gives it back. */
    @Override
    void close();
}
