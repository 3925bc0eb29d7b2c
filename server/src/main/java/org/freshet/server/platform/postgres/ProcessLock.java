package org.freshet.server.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file that one process holds at a time. The kernel lets go of it when that process ends, however it ends, so a file
 * that is merely there means nothing. The file holds the process id of its last holder and is never deleted, since a
 * process could then lock a file that no longer has a name.
 */
public final class ProcessLock implements AutoCloseable {

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or fails at once.
     *
     * @throws Held if another process, or another part of this one, has it
     */
    public static ProcessLock take(Path file) {
        try {
            var channel = open(file);
            if (!isFree(channel)) {
                var holder =
                        new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8).strip();
                channel.close();
                throw new Held(file, holder);
            }
            return new ProcessLock(signed(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + file, e);
        }
    }

    /** Takes the lock, waiting for another process to let go of it. */
    static ProcessLock await(Path file) {
        try {
            var channel = open(file);
            channel.lock();
            return new ProcessLock(signed(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + file, e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), ownerOnly);
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static FileChannel signed(FileChannel channel) throws IOException {
        var pid = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody else holds the lock. */
    public static final class Held extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String holder;

        Held(Path file, String holder) {
            super(file + " is locked by process " + holder);
            this.holder = holder;
        }

        /** The process id of the holder, as it wrote it. */
        public String holder() {
            return holder;
        }
    }
}
