package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freshet.protocol.Assignment;
import org.jspecify.annotations.Nullable;

/** Turns a job's payload into the words that start it, or says why it cannot be started. */
final class PayloadCommand {

    private static final int FIRST_LINE = 256;

    private final Assignment job;
    private final Map<String, String> env;
    private final Path directory;
    private final PayloadUser user;

    private PayloadCommand(Payload payload, Map<String, String> env, Path directory) {
        this.job = payload.job();
        this.user = payload.user();
        this.env = env;
        this.directory = directory;
    }

    /**
     * Copies the script into {@code directory} if the job says {@code P3S_MODE=COPY}.
     *
     * @param env the whole environment of the payload, whose PATH is searched
     */
    static List<String> prepare(Payload payload, Map<String, String> env, Path directory) throws NotStartedException {
        var command = new PayloadCommand(payload, env, directory);
        var job = payload.job();
        if (job.payload().isBlank()) {
            throw new NotStartedException("The job has no payload.", "submit it again with the path of an executable.");
        }
        return job.env().containsKey("P3S_EXECMODE") ? command.shell() : command.direct();
    }

    private boolean isCopy() {
        return "COPY".equals(job.env().get("P3S_MODE"));
    }

    private List<String> direct() throws NotStartedException {
        var words = new ArrayList<>(Words.split(job.payload()));
        var executable = find(words.getFirst());
        if (isCopy()) {
            check(executable);
            executable = copy(executable);
        }
        check(executable);
        words.set(0, executable.toString());
        return words;
    }

    /** With COPY the text's first word is replaced by its copy if it is the plain path of a file. */
    private List<String> shell() throws NotStartedException {
        String text = job.payload().strip();
        String first = text.split("\\s", 2)[0];
        if (isCopy() && first.contains("/") && Files.isRegularFile(path(first))) {
            String copy = copy(path(first)).toString().replace("'", "'\\''");
            text = "'" + copy + "'" + text.substring(first.length());
        }
        return List.of("/bin/sh", "-c", text);
    }

    private Path path(String word) throws NotStartedException {
        try {
            return directory.resolve(word);
        } catch (InvalidPathException e) {
            throw new NotStartedException(
                    "The payload's path cannot be used (" + e.getReason() + ").",
                    "correct it and submit the job again.");
        }
    }

    private Path find(String word) throws NotStartedException {
        if (word.contains("/")) {
            return path(word);
        }
        for (String folder :
                env.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin").split(":", -1)) {
            var candidate =
                    path(folder.isEmpty() ? "." : folder).resolve(path(word).getFileName());
            if (!word.isEmpty() && Files.isRegularFile(candidate) && user.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new NotStartedException(
                "The payload \"" + word + "\" is not on the PATH of its environment.",
                "give its full path, or set PATH in the job's env, then submit it again.");
    }

    private Path copy(Path script) throws NotStartedException {
        try {
            var copy = directory.resolve(script.getFileName());
            user.copy(script, copy);
            return copy;
        } catch (IOException e) {
            if (Causes.areOfTheHost(e)) {
                throw NotStartedException.ofHost(
                        "The payload " + script + " could not be copied to " + directory + " (" + Causes.of(e) + ").",
                        "free or repair the work directory of pilots on this host.");
            }
            throw new NotStartedException(
                    "The payload " + script + " could not be copied to the job's directory (" + Causes.of(e) + ").",
                    "make it readable for the pilot (chmod a+r " + script + ") or leave out P3S_MODE, then retry.");
        }
    }

    private void check(Path file) throws NotStartedException {
        if (Files.notExists(file)) {
            throw new NotStartedException(
                    "The payload " + file + " does not exist on the pilot's host.",
                    "correct the path, or install the file there, then retry.");
        }
        if (Files.isDirectory(file)) {
            throw new NotStartedException(
                    "The payload " + file + " is a directory.",
                    "give the path of an executable in it, then submit again.");
        }
        if (!Files.isRegularFile(file)) {
            throw new NotStartedException(
                    "The payload " + file + " cannot be reached, or is not a file.",
                    "give the pilot's user access to it and to the directories above it, then retry.");
        }
        if (!user.isExecutable(file)) {
            throw new NotStartedException(
                    "The payload " + file + " is not executable" + user.by() + ".",
                    "chmod +x " + file + ", then retry.");
        }
        checkInterpreter(file);
    }

    private void checkInterpreter(Path file) throws NotStartedException {
        String interpreter = interpreter(file);
        if (interpreter != null && !user.isReadable(file)) {
            throw new NotStartedException(
                    "The payload " + file + " is a script that cannot be read" + user.by() + ".",
                    "chmod +r " + file + ", then retry.");
        }
        if (interpreter == null || user.isExecutable(Path.of(interpreter))) {
            return;
        }
        if (interpreter.endsWith("\r")) {
            throw new NotStartedException(
                    "The payload " + file + " has Windows line ends, so its interpreter is not found.",
                    "remove them (sed -i 's/\\r$//' " + file + "), then retry.");
        }
        throw new NotStartedException(
                "The interpreter " + interpreter + " of the payload " + file + " does not exist or is not executable"
                        + user.by() + ".",
                "correct the first line of the file, or install the interpreter on the pilot's host, then retry.");
    }

    /** The path after {@code #!}, or null for a binary, a text without it, or a file that may be run but not read. */
    private static @Nullable String interpreter(Path file) {
        try (var in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1);
            if (!start.startsWith("#!") || !start.contains("\n")) {
                return null;
            }
            String line = start.substring(2, start.indexOf('\n'));
            String path = line.replaceFirst("^[ \\t]+", "").split("[ \\t]", 2)[0];
            return path.isEmpty() || path.indexOf('\0') >= 0 ? null : path;
        } catch (IOException e) {
            return null;
        }
    }
}
