/**
 * Workflows: DAGs made concrete. Their vertices are jobs like all others; what is here lets each of them go once all its
 * parents are FINISHED, in the transaction that finished the last one, and decides what becomes of the rest when a job
 * ends otherwise.
 *
 * <p>A workflow's row is the lock of its vertices. It is taken after the rows of the jobs that the transaction waits for,
 * and whoever holds it waits for no job any more: a job that somebody else holds at that moment is passed over, because
 * whoever changes a job takes the workflow's row afterwards and does what was left. What even so remains, the sweep finds.
 * So the order of locks is ready, job, attempt, workflow, vertex.
 */
@ApplicationModule(allowedDependencies = {"dag", "job", "servicelog", "platform"})
@NullMarked
package org.freshet.server.workflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
