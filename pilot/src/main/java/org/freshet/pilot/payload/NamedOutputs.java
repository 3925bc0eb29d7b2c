package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.pilot.platform.PilotClock.Moment;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.DataTypeView.OutputCheck;

/**
 * The declared outputs {@code $NAME}: files that a variable of the job names. The payload writes each under a hidden name
 * of its attempt beside the target, so that readers of the target never see half of it, and an attempt that was given up
 * never replaces what a newer one wrote: only an attempt that the server says is current is renamed.
 */
final class NamedOutputs {

    private static final int LONGEST_NAME = 255;

    /** One of them. */
    private record Output(String variable, OutputCheck check, Path target, Path temporary) {}

    private final AttemptId attempt;
    private final PayloadUser user;
    private final List<Output> outputs;
    private final Set<Output> inPlace = new HashSet<>();
    private final Set<Output> leftOut = new HashSet<>();

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
        var checks = new LinkedHashMap<String, OutputCheck>();
        job.outputs().forEach(it -> checks.put(it, OutputCheck.NOT_EMPTY));
        new TreeMap<>(job.looseOutputs()).forEach(checks::putIfAbsent);
        for (var it : checks.entrySet()) {
            if (isNamed(it.getKey())) {
                outputs.add(output(job, it.getKey().substring(1), it.getValue(), directory));
            }
        }
        refuseSharedTargets(outputs);
        var all = new NamedOutputs(job.attempt(), user, outputs);
        for (var output : outputs) {
            all.prepare(output);
        }
        return all;
    }

    private static void refuseSharedTargets(List<Output> outputs) throws NotStartedException {
        var first = new HashMap<Path, String>();
        for (var output : outputs) {
            String other = first.putIfAbsent(output.target(), output.variable());
            if (other != null) {
                throw new NotStartedException(
                        "The declared outputs $" + other + " and $" + output.variable() + " are the same file, "
                                + output.target() + ".",
                        "give each a file of its own in env and submit the job again.");
            }
        }
    }

    static NamedOutputs none(AttemptId attempt, PayloadUser user) {
        return new NamedOutputs(attempt, user, List.of());
    }

    private static Output output(Assignment job, String variable, OutputCheck check, Path directory)
            throws NotStartedException {
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
            return new Output(variable, check, target, sibling(target, job.attempt()));
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
        if (user.isDirectory(output.target())) {
            throw unusable(output, output.target() + " is a directory", "name a file in it");
        }
        if (!user.isDirectory(folder)) {
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
        user.delete(IntStream.rangeClosed(1, attempt.attempt())
                .mapToObj(number -> sibling(output.target(), new AttemptId(attempt.job(), number)))
                .toList());
    }

    /** Whether none is to replace its target; to be asked after {@link #missing}. */
    boolean isEmpty() {
        return written().isEmpty();
    }

    /** Whether one of them stays in the job's directory. */
    boolean areIn(Path directory) {
        return written().stream().anyMatch(it -> it.target().startsWith(directory));
    }

    /** What the payload sees instead of the targets. */
    Map<String, String> variables() {
        return outputs.stream()
                .collect(Collectors.toMap(Output::variable, it -> it.temporary().toString()));
    }

    /** Those that are not what they must be; to be asked before what follows. */
    List<String> missing() throws NotStartedException {
        var missing = new ArrayList<String>();
        for (var output : outputs) {
            if (!isAsItMustBe(output)) {
                missing.add("$" + output.variable() + " = " + output.target());
            }
        }
        return missing;
    }

    private boolean isAsItMustBe(Output output) throws NotStartedException {
        return switch (output.check()) {
            case NOT_EMPTY -> user.hasContents(output.temporary());
            case EXISTS -> user.isFile(output.temporary());
            case NONE -> {
                if (!user.exists(output.temporary())) {
                    leftOut.add(output);
                }
                yield true;
            }
        };
    }

    /** Those that are to replace their targets. */
    private List<Output> written() {
        return outputs.stream().filter(it -> !leftOut.contains(it)).toList();
    }

    /** Makes sure of the contents, which may take long, before anybody is asked whether they may replace the targets. */
    void sync() throws IOException {
        for (var output : written()) {
            user.sync(output.temporary());
        }
    }

    /**
     * Replaces the targets, one after another; called again, it goes on.
     *
     * @param until nothing is replaced after this moment
     * @return whether all are in place
     */
    boolean publish(Moment until) throws IOException {
        for (var output : written()) {
            if (inPlace.contains(output)) {
                continue;
            }
            if (until.isPast()) {
                return false;
            }
            user.rename(output.temporary(), output.target());
            inPlace.add(output);
        }
        return true;
    }

    /**
     * Makes sure that new names survive a crash of the machine. The files are in place whether it works or not.
     *
     * @return what did not work
     */
    List<String> syncPlaces() {
        var problems = new ArrayList<String>();
        for (var place : written().stream()
                .map(it -> it.target().resolveSibling("."))
                .distinct()
                .toList()) {
            try {
                user.sync(place);
            } catch (IOException e) {
                problems.add("the directory " + place.normalize() + " could not be synced (" + Causes.of(e) + ").");
            }
        }
        return problems;
    }

    /**
     * Leaves the targets as they are.
     *
     * @return what could not be removed; the job's next attempt will
     */
    List<Path> discard() {
        return outputs.stream()
                .filter(it -> !inPlace.contains(it))
                .map(Output::temporary)
                .filter(it -> !isDeleted(it))
                .toList();
    }

    private boolean isDeleted(Path file) {
        try {
            user.delete(List.of(file));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
