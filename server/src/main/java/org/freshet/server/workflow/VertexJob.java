package org.freshet.server.workflow;

/** A job and the workflow that it belongs to. */
record VertexJob(long job, long workflow) {}
