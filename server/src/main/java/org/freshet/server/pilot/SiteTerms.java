package org.freshet.server.pilot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.freshet.batch.Capacity;
import org.freshet.protocol.SiteChange;
import org.freshet.server.platform.Invalid;
import org.jspecify.annotations.Nullable;

/**
 * What operators decide about a site. The names are those of the API.
 *
 * @param asks for each pilot that is ordered
 */
record SiteTerms(
        String batch,
        String mode,
        int cap,
        int reserve,
        int ramp,
        Map<String, String> env,
        int heartbeatSeconds,
        long lifetimeSeconds,
        long idleSeconds,
        int maxJobs,
        int drainGraceSeconds,
        int killGraceSeconds,
        @Nullable String payloadUser,
        Capacity asks) {

    private static final int USUAL_HEARTBEAT = 10;

    /**
     * Of a new site, about which nothing was said.
     *
     * @param longestHeartbeat seconds
     */
    static SiteTerms usual(int longestHeartbeat) {
        var heartbeat = Math.min(USUAL_HEARTBEAT, longestHeartbeat);
        return new SiteTerms(
                "NONE", "FIXED", 0, 0, 10, Map.of(), heartbeat, 86_400, 0, 0, 0, 5, null, Capacity.UNSTATED);
    }

    SiteTerms {
        env = Map.copyOf(env);
    }

    /**
     * The terms after a change; not checked yet.
     *
     * @param longestHeartbeat seconds; what is longer in a file of p3s is cut to it
     * @param notices is told what was ignored or altered
     */
    SiteTerms with(SiteChange wish, int longestHeartbeat, List<String> notices) {
        noteWhatIsIgnored(wish, notices);
        var keepsSoMany = wish.pilots() != null && wish.mode() == null;
        return new SiteTerms(
                word(wish.batch(), batch),
                keepsSoMany ? "FIXED" : word(wish.mode(), mode),
                one("cap", wish.cap(), "pilots", wish.pilots(), cap),
                Objects.requireNonNullElse(wish.reserve(), reserve),
                Objects.requireNonNullElse(wish.ramp(), ramp),
                Objects.requireNonNullElse(wish.env(), env),
                one(
                        "heartbeatSeconds",
                        wish.heartbeatSeconds(),
                        "pilotbeat",
                        cut(wish.pilotbeat(), longestHeartbeat, notices),
                        heartbeatSeconds),
                one("lifetimeSeconds", wish.lifetimeSeconds(), "pilotlife", wish.pilotlife(), lifetimeSeconds),
                Objects.requireNonNullElse(wish.idleSeconds(), idleSeconds),
                one("maxJobs", wish.maxJobs(), "pilotcycles", wish.pilotcycles(), maxJobs),
                Objects.requireNonNullElse(wish.drainGraceSeconds(), drainGraceSeconds),
                Objects.requireNonNullElse(wish.killGraceSeconds(), killGraceSeconds),
                user(wish.payloadUser()),
                asked(wish));
    }

    private Capacity asked(SiteChange wish) {
        return new Capacity(
                Objects.requireNonNullElse(wish.cores(), asks.cores()),
                Objects.requireNonNullElse(wish.memoryMb(), asks.memoryMb()),
                Objects.requireNonNullElse(wish.diskMb(), asks.diskMb()),
                wish.tags() == null ? asks.tags() : List.copyOf(new TreeSet<>(wish.tags())));
    }

    private static void noteWhatIsIgnored(SiteChange wish, List<String> notices) {
        if (wish.pilotperiod() != null) {
            notices.add("pilotperiod is ignored: a pilot without a job waits at the server and need not ask again.");
        }
        if (wish.server() != null) {
            notices.add("server is ignored: pilots are told the server's address when they are started.");
        }
    }

    private static String word(@Nullable String wish, String otherwise) {
        return wish == null ? otherwise : wish.toUpperCase(Locale.ROOT);
    }

    private static <T> T one(String name, @Nullable T wish, String nameInP3s, @Nullable T ofP3s, T otherwise) {
        if (wish != null && ofP3s != null) {
            throw Invalid.field(nameInP3s, "given twice, " + name + " is the same");
        }
        return Objects.requireNonNullElse(wish == null ? ofP3s : wish, otherwise);
    }

    private static @Nullable Integer cut(@Nullable Integer heartbeat, int longest, List<String> notices) {
        if (heartbeat == null || heartbeat <= longest) {
            return heartbeat;
        }
        notices.add("pilotbeat " + heartbeat + " is taken as " + longest
                + " s, the longest heartbeat that the lease of this server (freshet.pilot.lease) allows.");
        return longest;
    }

    private @Nullable String user(@Nullable String wish) {
        if (wish == null) {
            return payloadUser;
        }
        return wish.isEmpty() ? null : wish;
    }
}
