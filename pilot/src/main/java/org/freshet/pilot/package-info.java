/**
 * The agent that occupies a batch slot: it registers, asks for jobs, runs their payloads one after another and reports.
 * {@link org.freshet.pilot.Pilot} is its one loop; what it waits for arrives as events, so it never polls.
 */
@NullMarked
package org.freshet.pilot;

import org.jspecify.annotations.NullMarked;
