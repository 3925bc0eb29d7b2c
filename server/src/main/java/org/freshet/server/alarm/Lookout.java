package org.freshet.server.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.freshet.protocol.AlarmRule;

/** Looks at one kind of thing. */
interface Lookout {

    /** What it may find. */
    Set<AlarmRule> rules();

    /**
     * What is not as it should be; each thing once.
     *
     * @param now on the database's clock
     */
    List<Finding> look(Instant now);
}
