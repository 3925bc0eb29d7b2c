package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;

/**
 * The declared outputs {@code $NAME}: files that a variable of the job names. The payload writes each under a hidden name
 * of its attempt beside the target, so that readers of the target never see half of it, and an attempt that was given up
 * never replaces what a newer one wrote: only an attempt that the server says is current is renamed.
 */
final class NamedOutputs {

    private static final int LONGEST_NAME = 255;

    /** One of them. */
    private record Output(String variable, Path target, Path temporary) {}

    private final AttemptId attempt;
    private final PayloadUser user;
    private final List<Output> outputs;

    private NamedOutputs(AttemptId attempt, PayloadUser user, List<Output> outputs) {
        this.attempt = attempt;
        this.user = user;
        this.outputs = List.copyOf(outputs);
    }

    static boolean isNamed(String output) {
        return output.startsWith("$");
    }

    /**
     * Finds the targets, checks that they can be written, and removes what earlier attempts left beside them.
     *
     * @param directory the job's, from which relative targets count
     */
    static NamedOutputs prepare(Assignment job, PayloadUser user, Path directory) throws NotStartedException {
        var outputs = new ArrayList<Output>();
        for (var name : job.outputs().stream()
                .filter(NamedOutputs::isNamed)
                .map(it -> it.substring(1))
                .distinct()
                .toList()) {
            outputs.add(output(job, name, directory));
        }
        var all = new NamedOutputs(job.attempt(), user, outputs);
        for (var output : outputs) {
            all.prepare(output);
        }
        return all;
    }

    static NamedOutputs none(AttemptId attempt, PayloadUser user) {
        return new NamedOutputs(attempt, user, List.of());
    }

    private static Output output(Assignment job, String variable, Path directory) throws NotStartedException {
        String value = job.env().getOrDefault(variable, "");
        if (value.isEmpty()) {
            throw new NotStartedException(
                    "The job declares the output $" + variable + ", but its env has no " + variable + ".",
                    "put the file's path there and submit the job again.");
        }
        try {
            var target = directory.resolve(value).normalize();
            if (target.getFileName() == null || value.endsWith("/")) {
                throw new InvalidPathException(value, "it names no file");
            }
            return new Output(variable, target, sibling(target, job.attempt()));
        } catch (InvalidPathException e) {
            throw new NotStartedException(
                    "The declared output $" + variable + " cannot be used (" + e.getReason() + ").",
                    "correct " + variable + " in env and submit the job again.");
        }
    }

    /** The hidden name that an attempt uses. It ends as the target does, because programs go by that. */
    private static Path sibling(Path target, AttemptId attempt) {
        return target.resolveSibling("." + attempt + "." + target.getFileName());
    }

    private void prepare(Output output) throws NotStartedException {
        var folder = output.target().resolveSibling(".").normalize();
        if (Files.isDirectory(output.target())) {
            throw unusable(output, output.target() + " is a directory", "name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw unusable(output, "the directory " + folder + " does not exist on the pilot's host", "make it");
        }
        if (!user.isWritable(folder)) {
            throw unusable(output, "the directory " + folder + " is not writable" + user.by(), "allow it");
        }
        if (output.temporary().getFileName().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw unusable(output, "the name of its file is too long", "shorten it by 30 characters");
        }
        try {
            removeOlder(output);
        } catch (IOException e) {
            throw unusable(output, "what an earlier attempt left cannot be removed: " + Causes.of(e), "remove it");
        }
    }

    private static NotStartedException unusable(Output output, String why, String nextStep) {
        return new NotStartedException(
                "The declared output $" + output.variable() + " = " + output.target() + " cannot be written: " + why
                        + ".",
                nextStep + ", then retry.");
    }

    private void removeOlder(Output output) throws IOException {
        var older = IntStream.rangeClosed(1, attempt.attempt())
                .mapToObj(number -> sibling(output.target(), new AttemptId(attempt.job(), number)))
                .filter(it -> Files.exists(it, LinkOption.NOFOLLOW_LINKS))
                .toList();
        for (var it : older) {
            user.delete(it);
        }
    }

    boolean isEmpty() {
        return outputs.isEmpty();
    }

    /** Whether one of them stays in the job's directory. */
    boolean areIn(Path directory) {
        return outputs.stream().anyMatch(it -> it.target().startsWith(directory));
    }

    /** What the payload sees instead of the targets. */
    Map<String, String> variables() {
        return outputs.stream()
                .collect(Collectors.toMap(Output::variable, it -> it.temporary().toString()));
    }

    /** Those that the payload has not written, or left empty. */
    List<String> missing() {
        return outputs.stream()
                .filter(it -> isEmpty(it.temporary()))
                .map(it -> "$" + it.variable() + " = " + it.target())
                .toList();
    }

    private static boolean isEmpty(Path file) {
        try {
            return !Files.isRegularFile(file) || Files.size(file) == 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Makes sure of the contents, which may take long, before anybody is asked whether they may replace the targets. */
    void sync() throws IOException {
        for (var output : outputs) {
            user.sync(output.temporary());
        }
    }

    /** Replaces the targets, one after another. */
    void publish() throws IOException {
        for (var output : outputs) {
            user.rename(output.temporary(), output.target());
        }
    }

    /**
     * Leaves the targets as they are.
     *
     * @return what could not be removed; the job's next attempt will
     */
    List<Path> discard() {
        return outputs.stream()
                .map(Output::temporary)
                .filter(it -> Files.exists(it, LinkOption.NOFOLLOW_LINKS))
                .filter(it -> !isDeleted(it))
                .toList();
    }

    private boolean isDeleted(Path file) {
        try {
            user.delete(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
