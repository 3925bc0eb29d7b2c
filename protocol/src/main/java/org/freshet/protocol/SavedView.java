package org.freshet.protocol;

import java.time.Instant;

/**
 * A list of jobs that somebody keeps under a name.
 *
 * @param user whose it is
 * @param query what follows the question mark in the address of the list; empty = all jobs
 * @param shared whether everybody sees it
 */
public record SavedView(long id, String user, String name, String query, boolean shared, Instant createdAt) {}
