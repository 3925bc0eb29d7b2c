package org.freshet.batch;

/** Which slot was given to which pilot of an order. */
public record Placed(String nonce, BatchId batchId) {}
