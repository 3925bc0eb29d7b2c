package org.freshet.server.platform;

/** The whole content of the database was replaced: nothing that this server remembers of it is right. */
public record DatabaseReplaced() {}
