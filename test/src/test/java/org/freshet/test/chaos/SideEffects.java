package org.freshet.test.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What payloads wrote: a line when one begins, and one when it comes to its end. */
record SideEffects(List<Run> runs) {

    /**
     * One run of a payload.
     *
     * @param began seconds since the machine started, in steps of 10 ms
     * @param ended null if it never came to its end: it was killed
     * @param exitCode with which it then ended
     */
    record Run(
            long job,
            int attempt,
            long pid,
            double began,
            @Nullable Double ended,
            @Nullable Integer exitCode) {

        private Run endedAt(double time, int code) {
            return new Run(job, attempt, pid, began, time, code);
        }

        private boolean isOf(String[] line) {
            return ended == null
                    && job == Long.parseLong(line[1])
                    && attempt == Integer.parseInt(line[2])
                    && pid == Long.parseLong(line[3]);
        }
    }

    SideEffects {
        runs = List.copyOf(runs);
    }

    /** @param file a line: {@code start|end JOB ATTEMPT PID UPTIME EXIT-CODE|-}; it need not exist */
    static SideEffects read(Path file) throws IOException {
        return parse(Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    static SideEffects parse(List<String> lines) {
        var runs = new ArrayList<Run>();
        for (var text : lines) {
            var line = text.split(" ");
            if (line[0].equals("start")) {
                runs.add(new Run(
                        Long.parseLong(line[1]),
                        Integer.parseInt(line[2]),
                        Long.parseLong(line[3]),
                        Double.parseDouble(line[4]),
                        null,
                        null));
            } else {
                runs.replaceAll(
                        it -> it.isOf(line) ? it.endedAt(Double.parseDouble(line[4]), Integer.parseInt(line[5])) : it);
            }
        }
        return new SideEffects(runs);
    }

    Map<Long, List<Run>> byJob() {
        var byJob = new LinkedHashMap<Long, List<Run>>();
        runs.forEach(it -> Objects.requireNonNull(byJob.computeIfAbsent(it.job(), _ -> new ArrayList<>()))
                .add(it));
        return byJob;
    }
}
