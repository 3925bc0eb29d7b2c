package org.freshet.server.alarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at all rules, each lookout in a transaction of its own: one that fails keeps no other from looking. What cannot be
 * looked at twice in a row is an alarm itself.
 */
@Component
class Looks {

    private static final Logger log = LoggerFactory.getLogger(Looks.class);

    private final List<Lookout> lookouts;
    private final TransactionTemplate alone;
    private final Map<Lookout, String> failing = new ConcurrentHashMap<>();

    Looks(List<Lookout> lookouts, PlatformTransactionManager transactions) {
        this.lookouts = lookouts;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.alone.setReadOnly(true);
    }

    /**
     * What a look at everything came to.
     *
     * @param rules those that were looked at: of the others nothing is known
     */
    record Looked(Set<AlarmRule> rules, List<Finding> found) {}

    Looked look(Instant now) {
        var rules = EnumSet.of(AlarmRule.UNWATCHED);
        var found = new ArrayList<Finding>();
        for (var lookout : lookouts) {
            try {
                found.addAll(alone.execute(status -> lookout.look(now)));
                rules.addAll(lookout.rules());
                failing.remove(lookout);
            } catch (RuntimeException e) {
                found.addAll(failed(lookout, e));
            }
        }
        found.sort(Comparator.comparing(Finding::rule).thenComparing(Finding::object));
        return new Looked(rules, found);
    }

    private List<Finding> failed(Lookout lookout, RuntimeException failure) {
        var why = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        var before = failing.put(lookout, why);
        if (!why.equals(before)) {
            log.error("Rules {} cannot be looked at. The same failure is not told twice.", lookout.rules(), failure);
        }
        return lookout.rules().stream()
                .map(it -> finding(it, why, before != null))
                .toList();
    }

    private static Finding finding(AlarmRule rule, String why, boolean begins) {
        var name = Told.rule(rule);
        return new Finding(
                AlarmRule.UNWATCHED,
                name,
                AlarmSeverity.UNKNOWN,
                "the rule “" + name + "” cannot be looked at",
                "The rule “" + name + "” cannot be looked at: " + why,
                "Until it can, none of its alarms begins or ends. The log of the server has more.",
                null,
                null,
                null,
                begins);
    }
}
