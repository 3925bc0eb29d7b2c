package org.freshet.server.job;

/** Something on this server has put jobs into the queue, or made room for some; to be listened to after the commit. */
public record QueueGrew() {}
