package org.freshet.cli.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.freshet.cli.text.Words;
import org.freshet.protocol.PoolDemand;
import org.freshet.protocol.PoolRun;
import org.freshet.protocol.PoolStanding;
import org.freshet.protocol.PoolTerms;

/** What limited a calculation and what to do about it: sentences, and commands below them. */
final class PoolAdvice {

    /** Cron calculates each minute, and the server shows itself each half minute. */
    private static final Duration OLD = Duration.ofMinutes(5);

    private final List<String> lines = new ArrayList<>();
    private final String site;

    private PoolAdvice(String site) {
        this.site = site;
    }

    /** Empty if there is nothing to say. */
    static List<String> of(PoolStanding standing, Instant now) {
        var run = standing.run();
        var advice = new PoolAdvice(run.site());
        advice.outcome(run);
        if (run.terms() != null) {
            advice.limits(run.terms());
        }
        if (Duration.between(standing.at(), now).compareTo(OLD) > 0) {
            advice.say(
                    "Nobody has calculated it for " + Words.age(standing.at(), now)
                            + ". Next step: look whether cron runs on the submit host, and calculate it now:",
                    "freshet pool run " + run.site());
        }
        return advice.lines;
    }

    private void say(String sentence, String command) {
        lines.add(sentence);
        lines.add("  " + command);
    }

    private void outcome(PoolRun run) {
        switch (run.outcome()) {
            case SUBMITTED, ENOUGH, LIMITED, DRY_RUN -> {}
            case PAUSED ->
                say(
                        "Next step: when the reason is mended (freshet site show " + site + "), resume it:",
                        "freshet site resume " + site);
            case PAUSED_BY_POOL -> {
                say(
                        "Nothing is submitted until somebody resumes it. Next step: see how its latest pilots ended, and mend that:",
                        "freshet pilot list --site " + site + " --state stopped,killed,lost");
                say("Then:", "freshet site resume " + site);
            }
            case UNREADABLE ->
                say(
                        "Nothing was submitted or removed; the next calculation tries again. Next step: see on the submit host"
                                + " whether the batch system answers, for HTCondor:",
                        "condor_q");
            case IMPLAUSIBLE ->
                say(
                        "Nothing was submitted or removed. Next step: see whether the batch system that was asked is the one of"
                                + " these pilots:",
                        "freshet pilot list --site " + site);
            case REFUSED ->
                say(
                        "Nothing got in; the next calculation tries again. Next step: mend what it says, then try without cron:",
                        "freshet pool run " + site);
            case UNKNOWN ->
                say(
                        "Nothing to do: the order counts in full, and the next looks at the batch system show what got in. See"
                                + " its pilots:",
                        "freshet pilot list --site " + site + " --state submitted");
        }
    }

    private void limits(PoolTerms terms) {
        int missing = Math.max(0, terms.want() - terms.have());
        if (terms.held() > 0) {
            say(
                    "The batch system holds " + Words.count(terms.held(), "slot")
                            + ". Next step: see why, then release or remove them:",
                    "freshet pilot list --site " + site + " --state submitted");
        }
        if (terms.submit() < missing && terms.limit().startsWith("cap ")) {
            say("Bound by the cap. If the site may have more:", "freshet site set " + site + " cap=N");
        } else if (terms.submit() < missing && terms.limit().startsWith("ramp ")) {
            say(
                    "Bound by the ramp: the next calculation orders more. If it may be more at once:",
                    "freshet site set " + site + " ramp=N");
        } else if (terms.limit().contains("starts in a row failed")) {
            say(
                    "Bound by starts that failed. Next step: see how the pilots ended:",
                    "freshet pilot list --site " + site + " --state stopped,killed,lost");
        }
        terms.classes().stream().filter(it -> it.runnable() < it.waiting()).forEach(this::limitOfType);
    }

    private void limitOfType(PoolDemand one) {
        say(
                "The limit of type " + one.jobtype() + " lets " + Words.number(one.runnable()) + " of "
                        + Words.count(one.waiting(), "job") + " run now. If more may:",
                "freshet type limit " + one.jobtype() + " N");
    }
}
