package org.freshet.server.platform;

/**
 * The database can be reached again after its PostgreSQL had ended.
 *
 * @param sentence what happened
 */
public record DatabaseReturned(String sentence) {}
