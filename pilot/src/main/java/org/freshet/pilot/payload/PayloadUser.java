package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * As whom payloads run. Their files are touched as the same user: the contents of a directory that a payload may change
 * are not to be trusted by a pilot with more rights.
 */
public sealed interface PayloadUser permits PilotsUser, SiteUser {

    /** For a sentence that ends in what this user cannot do: empty for the pilot's own. */
    String by();

    /** Its variables of the environment, for example HOME. */
    Map<String, String> variables();

    /** What has to be started, with which environment, so that the command runs as this user with {@code env}. */
    Start start(List<String> command, Map<String, String> env);

    /** Makes it the owner. */
    void own(Path file) throws IOException;

    /**
     * Whether it may run this file.
     *
     * @throws NotStartedException here and below if this host cannot tell
     */
    boolean isExecutable(Path file) throws NotStartedException;

    boolean isReadable(Path file) throws NotStartedException;

    boolean isDirectory(Path file) throws NotStartedException;

    /** Whether it is a file, or a link to one, that is not empty. */
    boolean hasContents(Path file) throws NotStartedException;

    /** Whether it is a file, or a link to one. */
    boolean isFile(Path file) throws NotStartedException;

    /** Whether anything has this name. */
    boolean exists(Path file) throws NotStartedException;

    /** Makes a directory, unless it is there; the one above must be. */
    void makeDirectory(Path directory) throws IOException;

    /** Whether it may make and remove files in this directory. */
    boolean isWritable(Path directory) throws NotStartedException;

    /** Copies a file with its permissions; the link at {@code to}, if there is one, is not followed. */
    void copy(Path from, Path to) throws IOException;

    /**
     * The beginning of a plain file; of a link nothing.
     *
     * @param most bytes
     */
    byte[] contents(Path file, int most) throws IOException;

    /** Makes sure that the contents of a file or directory survive a crash of the machine. */
    void sync(Path file) throws IOException;

    /** Replaces {@code to} at once, whether it exists or not. */
    void rename(Path from, Path to) throws IOException;

    /** Removes those files that are there. */
    void delete(List<Path> files) throws IOException;

    /** Removes a directory with all that is in it, whatever permissions a payload has left there. */
    void removeTree(Path directory) throws IOException;

    /** A program's words and environment. */
    record Start(List<String> words, Map<String, String> env) {

        public Start {
            words = List.copyOf(words);
            env = Map.copyOf(env);
        }
    }
}
