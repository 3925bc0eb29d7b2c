package org.freshet.batch.htcondor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning of what a command prints and takes the rest without keeping it, so that the command goes on. */
final class BoundedOutput extends OutputStream {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean complete = true;

    /** @param limit bytes */
    BoundedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int room = Math.min(length, limit - kept.size());
        kept.write(bytes, offset, room);
        complete &= room == length;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
