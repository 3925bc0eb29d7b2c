package org.freshet.batch.htcondor;

import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.freshet.batch.Order;

/**
 * Expressions that pick jobs of one installation and site, and no others.
 *
 * <p>They compare with {@code =?=}, which sees the case of letters and takes an attribute that is missing for different; {@code ==}
 * does neither.
 */
record Constraints(String installation) {

    Constraints {
        Order.requireName(installation); // so nothing needs to be escaped
    }

    String site(String site) {
        return "FreshetInstallation =?= \"" + installation + "\" && FreshetSite =?= \"" + Order.requireName(site)
                + "\"";
    }

    /** @param jobs at least one, all of that site, or none of them matches */
    String jobs(String site, Collection<JobNumber> jobs) {
        var clusters = jobs.stream()
                .collect(Collectors.groupingBy(
                        JobNumber::cluster,
                        TreeMap::new,
                        Collectors.mapping(JobNumber::proc, Collectors.toCollection(TreeSet::new))));
        return clusters.entrySet().stream()
                .map(it -> "(ClusterId =?= %d && member(ProcId, {%s}))"
                        .formatted(
                                it.getKey(),
                                it.getValue().stream().map(Object::toString).collect(Collectors.joining(","))))
                .collect(Collectors.joining(" || ", site(site) + " && (", ")"));
    }
}
