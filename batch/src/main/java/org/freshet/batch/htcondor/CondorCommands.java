package org.freshet.batch.htcondor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTCondor's commands, as far as Freshet uses them. Each ends within its limit. */
public final class CondorCommands {

    /**
     * How long commands may take before they are ended.
     *
     * @param submit the one after which it is not known what happened, so be generous: default 60 s
     * @param query default 30 s; HTCondor itself gives up after 20 s
     * @param remove default 30 s
     * @param history default 10 s; it reads files, from the newest job on
     */
    public record Limits(Duration submit, Duration query, Duration remove, Duration history) {

        public static final Limits STANDARD = new Limits(
                Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    private final CondorProgram program;
    private final Limits limits;

    /**
     * @param bin the directory of the commands; null = they are on the PATH
     * @param environment variables that they get, this program's own as a rule
     */
    public CondorCommands(@Nullable Path bin, Map<String, String> environment, Limits limits) {
        this.program = new CondorProgram(bin, environment);
        this.limits = limits;
    }

    /**
     * HTCondor's version, for example {@code 23.9.6}; where it cannot be told, a sentence that says so. Needs no daemon: it tells
     * whether HTCondor is installed.
     */
    public String version() {
        return switch (program.run("condor_version", List.of(), null, limits.history())) {
            case Answer.Exited(var _, int status, var out, var _)
            when status == 0 ->
                out.lines()
                        .filter(it -> it.startsWith("$CondorVersion: "))
                        .map(it -> it.split(" ", -1)[1])
                        .findFirst()
                        .orElse("condor_version did not say which version it is");
            case Answer answer -> answer.sentence();
        };
    }

    Answer submit(Path directory, String file) {
        return program.run("condor_submit", List.of("-terse", file), directory, limits.submit());
    }

    Answer query(String constraint, Class<? extends Record> ad) {
        var arguments =
                List.of("-allusers", "-constraint", constraint, "-json", "-attributes", ClassAds.attributes(ad));
        return program.run("condor_q", arguments, null, limits.query());
    }

    Answer remove(String constraint) {
        return program.run("condor_rm", List.of("-constraint", constraint), null, limits.remove());
    }

    Answer history(String constraint, Class<? extends Record> ad) {
        var arguments =
                List.of("-constraint", constraint, "-limit", "1", "-json", "-attributes", ClassAds.attributes(ad));
        return program.run("condor_history", arguments, null, limits.history());
    }
}
