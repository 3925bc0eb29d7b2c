package org.freshet.server.dispatch;

import org.freshet.server.job.Requirement;

/** Jobs in the queue that ask for the same. */
record WaitingClass(long id, Requirement requirement) {}
