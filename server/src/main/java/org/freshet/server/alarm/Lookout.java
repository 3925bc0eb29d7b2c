package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;

/** Looks at one kind of thing. */
interface Lookout {

    /**
     * What is not as it should be; each thing once.
     *
     * @param now on the database's clock
     */
    List<Finding> look(Instant now);
}
