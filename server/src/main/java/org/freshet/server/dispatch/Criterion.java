package org.freshet.server.dispatch;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.freshet.protocol.Offer;
import org.freshet.server.job.Requirement;

/**
 * What must hold between what a job asks and what a pilot offers. Written once, as data: the claim takes jobs for which
 * all criteria hold, and an explanation names those that do not.
 */
public enum Criterion {
    SITE {
        @Override
        public boolean holds(Requirement asked, String site, Offer offered) {
            return asked.site() == null || asked.site().equals(site);
        }
    },
    CORES {
        @Override
        public boolean holds(Requirement asked, String site, Offer offered) {
            return asked.cores() <= offered.cores();
        }
    },
    MEMORY {
        @Override
        public boolean holds(Requirement asked, String site, Offer offered) {
            return asked.memoryMb() <= offered.memoryMb();
        }
    },
    DISK {
        @Override
        public boolean holds(Requirement asked, String site, Offer offered) {
            return asked.diskMb() <= offered.diskMb();
        }
    },
    TAGS {
        @Override
        public boolean holds(Requirement asked, String site, Offer offered) {
            return new HashSet<>(offered.tags()).containsAll(asked.tags());
        }
    },
    LIFETIME {
        @Override
        public boolean holds(Requirement asked, String site, Offer offered) {
            return asked.timeLimitSeconds() + GRACE_SECONDS <= offered.remainingSeconds();
        }
    };

    /** What a payload may take beyond its time limit, from SIGTERM to the report of its end. */
    public static final long GRACE_SECONDS = 15;

    private static final List<Criterion> ALL = Arrays.asList(values());

    /** Whether what is offered is enough in this respect. */
    public abstract boolean holds(Requirement asked, String site, Offer offered);

    /** Whether the job fits the pilot. */
    public static boolean allHold(Requirement asked, String site, Offer offered) {
        return ALL.stream().allMatch(it -> it.holds(asked, site, offered));
    }
}
