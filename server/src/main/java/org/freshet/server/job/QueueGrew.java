package org.freshet.server.job;

/** Something on this server may have work for pilots that wait, or word for them; to be listened to after the commit. */
public record QueueGrew() {}
