package org.freshet.test.chaos;

import static org.freshet.test.support.JobText.aJob;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.freshet.test.support.JobText;

/** The jobs that follow from a seed. Whatever an attempt does it writes down itself, see {@link SideEffects}. */
final class Workload {

    /** The type whose limit is {@link #LIMIT}. */
    static final String LIMITED = "limited";

    static final int LIMIT = 2;

    /** A type whose jobs are many and soon over. */
    static final String SHORT = "short";

    // One write of one line each, at the end of the file: the shell's own printf makes no process that could die
    // between.
    private static final String PAYLOAD = """
            note() {
              read -r up rest </proc/uptime
              printf '%s %s %s %s %s %s\\n' "$1" "$FRESHET_JOB_ID" "$FRESHET_ATTEMPT" "$$" "$up" "$2" >>"$EFFECTS"
            }
            note start -
            [ "$NOISE" = 0 ] || head -c "$NOISE" /dev/zero | tr '\\0' x
            echo "$FRESHET_JOB_ID" >result.txt
            sleep "$NAP"
            code=0
            [ "$FRESHET_ATTEMPT" -gt "$FAILS" ] || code=3
            note end $code
            exit $code
            """;

    // Writes each file that it is to write, and says what it did. What it reads is there already.
    private static final String VERTEX = """
            #!/bin/sh
            EFFECTS=%s
            note() {
              read -r up rest </proc/uptime
              printf '%%s %%s %%s %%s %%s %%s\\n' "$1" "$FRESHET_JOB_ID" "$FRESHET_ATTEMPT" "$$" "$up" "$2" >>"$EFFECTS"
            }
            note start -
            for file in $(env | grep -E '^[a-z0-9]+_[a-z0-9]+=/' | cut -d= -f2-); do
              [ -e "$file" ] || echo "$FRESHET_JOB_ID" >"$file"
            done
            note end 0
            """;

    private final Random random;
    private final Path effects;

    private Workload(long seed, Path effects) {
        this.random = new Random(seed);
        this.effects = effects;
    }

    /** @param effects the file to which payloads append */
    static List<JobText> jobs(long seed, int count, Path effects) {
        var workload = new Workload(seed, effects);
        var jobs = new ArrayList<JobText>();
        for (int n = 0; n < count; n++) {
            jobs.add(workload.next(n));
        }
        return jobs;
    }

    /** The program of a vertex of a workflow, which does as the others. */
    static String vertex(Path effects) {
        return VERTEX.formatted(effects);
    }

    /**
     * None of which fails by itself, or gives up because its pilots die.
     *
     * @param site whose pilots run them
     */
    static List<JobText> unfailing(long seed, int count, Path effects, String site) {
        var workload = new Workload(seed, effects);
        var jobs = new ArrayList<JobText>();
        for (int n = 0; n < count; n++) {
            var nap = 100 + workload.random.nextInt(1 + workload.random.nextInt(3000));
            var job = workload.random.nextInt(10) == 0
                    ? workload.job(n, "loud", nap, 0, 1000 + workload.random.nextInt(100_000))
                    : workload.job(n, SHORT, nap, 0, 0);
            jobs.add(job.with("site", site).with("maxLosses", 50));
        }
        return jobs;
    }

    private JobText next(int n) {
        // More often short than long.
        var nap = random.nextInt(1 + random.nextInt(300));
        return switch (random.nextInt(20)) {
            case 0 -> job(n, "long", 2000 + random.nextInt(3000), 0, 0);
            case 1, 2 -> job(n, "loud", nap, 0, 1000 + random.nextInt(100_000)).with("outputs", List.of("result.txt"));
            case 3 -> job(n, "mended", nap, 1 + random.nextInt(2), 0).with("retries", 3);
            case 4 -> job(n, "broken", nap, 1_000_000, 0).with("retries", random.nextInt(3));
            case 5, 6 ->
                job(n, "exclusive", nap, random.nextInt(2), 0)
                        .with("exclusive", true)
                        .with("retries", 1);
            case 7, 8 -> job(n, LIMITED, nap, 0, 0);
            default -> job(n, SHORT, nap, 0, 0);
        };
    }

    private JobText job(int n, String jobtype, int napMillis, int fails, int noise) {
        return aJob().with("name", jobtype + " " + n)
                .ofType(jobtype)
                .with("key", "chaos-" + n)
                .with("payload", PAYLOAD)
                .with(
                        "env",
                        Map.of(
                                "P3S_EXECMODE", "1",
                                "EFFECTS", effects.toString(),
                                "NAP", "%d.%03d".formatted(napMillis / 1000, napMillis % 1000),
                                "FAILS", Integer.toString(fails),
                                "NOISE", Integer.toString(noise)));
    }
}
