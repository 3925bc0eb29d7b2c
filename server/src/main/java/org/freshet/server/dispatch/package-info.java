/**
 * Hands ready jobs to pilots and takes the results back. Owns every statement that couples a job to a pilot.
 *
 * <p>All that pilots say goes through one {@link org.freshet.server.dispatch.Dispatcher} per server, which has
 * two lanes. A lane takes whatever exchanges of its pilots arrived while the round before was committed and plays one round for
 * all of them: one transaction that records the reports, claims jobs for the pilots that want one and writes the history;
 * then it answers. So a lone pilot is answered at once and a thousand share two commits.
 *
 * <p>Every try at a job has a number. A report names it, and counts if it is the latest try and has no result of its
 * own yet, even if the pilot was thought lost and the job waits again. Once the next try was claimed, or the job is
 * final, the report is refused as superseded. So a payload may run twice, but one result is accepted.
 *
 * <p>Locks are taken in the order pilot, ready, job, attempt, each kind in the order of its ids; claims skip rows of
 * {@code ready} that another transaction holds. Several servers may dispatch from one database.
 * Where claims begin to look in the queue is said by {@link org.freshet.server.dispatch.QueueView}.
 */
@ApplicationModule(allowedDependencies = {"access", "job", "pilot", "servicelog", "platform"})
@NullMarked
package org.freshet.server.dispatch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
