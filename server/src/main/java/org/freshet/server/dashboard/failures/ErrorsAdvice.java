package org.freshet.server.dashboard.failures;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.server.dashboard.page.Words;
import org.freshet.server.failure.HostRecord;
import org.jspecify.annotations.Nullable;

/** Says first what matters: the largest causes, and hosts that stand out. */
final class ErrorsAdvice {

    private static final int CAUSES = 2;

    private final HostPanel hosts;
    private final Words words;

    ErrorsAdvice(HostPanel hosts, Words words) {
        this.hosts = hosts;
        this.words = words;
    }

    /**
     * What is known.
     *
     * @param unresolved all groups of unresolved jobs, the largest first
     * @param open how many jobs are unresolved that nobody has acknowledged
     * @param again how many failed and are tried again, or were ended otherwise
     * @param resolved how many failed and succeeded since
     * @param standOut hosts that stand out
     * @param banned hosts that are banned
     */
    record Known(
            List<FailureGroup> unresolved,
            long open,
            long again,
            long resolved,
            List<HostRecord> standOut,
            Set<String> banned) {

        long jobs() {
            return unresolved.stream().mapToLong(FailureGroup::jobs).sum();
        }

        /** Those that stand out and still get jobs. */
        List<HostRecord> bad() {
            return standOut.stream().filter(it -> !banned.contains(it.host())).toList();
        }
    }

    Explanation of(Known known, Instant now) {
        var more = new ArrayList<String>();
        if (!known.unresolved().isEmpty() && known.open() == 0) {
            more.add(words.say("errors.why.known"));
        } else if (known.open() < known.jobs()) {
            more.add(words.say("errors.why.open", known.open()));
        }
        for (var host : known.standOut()) {
            var key = known.banned().contains(host.host()) ? "errors.why.banned" : "errors.why.host";
            more.add(words.say(key, host.host(), host.failed(), host.ended(), hosts.others(host)));
        }
        return new Explanation(now, look(known), sentence(known), more, next(known), null, List.of());
    }

    private static Look look(Known known) {
        if (!known.bad().isEmpty()) {
            return Look.BROKEN;
        }
        return known.open() == 0 ? Look.CALM : Look.LATE;
    }

    private String sentence(Known known) {
        if (known.unresolved().isEmpty()) {
            var others = known.again() + known.resolved();
            return others == 0
                    ? words.say("errors.why.nothing")
                    : words.say("errors.why.mended", others, known.resolved(), known.again());
        }
        var largest = known.unresolved().stream().limit(CAUSES).toList();
        var jobs = largest.stream().mapToLong(FailureGroup::jobs).sum();
        var causes = largest.stream().map(ErrorsAdvice::cause).collect(Collectors.joining("; "));
        if (known.unresolved().size() == 1) {
            return words.say("errors.why.one", known.jobs(), causes);
        }
        if (2 * jobs < known.jobs()) {
            return words.say("errors.why.many", known.unresolved().size(), known.jobs());
        }
        return words.say("errors.why.two", jobs, known.jobs(), causes);
    }

    private static String cause(FailureGroup group) {
        var key = group.key();
        return key.jobtype() + " " + FailureRows.brief(key)
                + (group.hosts().size() == 1 ? " on " + group.hosts().getFirst() : "");
    }

    private @Nullable String next(Known known) {
        if (!known.bad().isEmpty()) {
            return words.say("errors.next.host", known.bad().getFirst().host());
        }
        return known.open() == 0 || known.unresolved().isEmpty()
                ? null
                : known.unresolved().getFirst().key().reason().nextStep();
    }
}
