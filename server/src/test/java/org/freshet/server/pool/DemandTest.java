package org.freshet.server.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.freshet.batch.Capacity;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PoolDemand;
import org.freshet.server.job.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static final PoolSite SITE =
            new PoolSite("np04", "HTCONDOR", true, 100, 0, 10, false, 86_400, Capacity.UNSTATED);

    @Test
    void wantsAPilotForEachJobWhileNobodyKnowsHowLongOneTakes() {
        var demand = Demand.on(SITE, List.of(waiting("evdisp", 72, null, null, null)), List.of());

        assertThat(demand.classes()).containsExactly(new PoolDemand("evdisp", 72, 72, null, 1, 72));
        assertThat(demand.pilots()).isEqualTo(72);
    }

    @Test
    void givesAPilotAsManyJobsAsItRunsInFiveMinutes() {
        var demand = Demand.on(SITE, List.of(waiting("evdisp", 25, null, 30.0, null)), List.of());

        assertThat(demand.classes()).containsExactly(new PoolDemand("evdisp", 25, 25, 30.0, 10, 3));
    }

    @Test
    void givesAPilotFewerJobsWhenTheirUseEndsEarlier() {
        var demand = Demand.on(SITE, List.of(waiting("evdisp", 25, 60.0, 30.0, null)), List.of());

        assertThat(demand.classes()).containsExactly(new PoolDemand("evdisp", 25, 25, 30.0, 2, 13));
    }

    @Test
    void givesAPilotOneJobThatTakesLongerThanItIsUseful() {
        var demand = Demand.on(SITE, List.of(waiting("evdisp", 3, 5.0, 30.0, null)), List.of());

        assertThat(demand.pilots()).isEqualTo(3);
    }

    @Test
    void countsNoMoreJobsThanTheLimitOfTheirTypeLetsRun() {
        var big = new Waiting(asks("evdisp", 4, null), 10, null, null, 12L);
        var small = new Waiting(asks("evdisp", 1, null), 10, null, null, 12L);

        var demand = Demand.on(SITE, List.of(big, small), List.of());

        assertThat(demand.waiting()).isEqualTo(20);
        assertThat(demand.pilots()).isEqualTo(12);
    }

    @Test
    void wantsNothingForATypeWhoseLimitIsExceeded() {
        assertThat(Demand.on(SITE, List.of(waiting("evdisp", 10, null, null, -3L)), List.of())
                        .pilots())
                .isZero();
    }

    @Test
    void leavesOutWhatItsPilotsNeverOffered() {
        var offers = List.of(new Offer(2, 4000, 10_000, List.of(), 86_400));

        var demand = Demand.on(
                SITE,
                List.of(
                        new Waiting(asks("big", 4, null), 5, null, null, null),
                        new Waiting(asks("small", 2, null), 7, null, null, null)),
                offers);

        assertThat(demand.classes()).extracting(PoolDemand::jobtype).containsExactly("small");
    }

    @Test
    void leavesOutWhatItsPilotsWillNotOfferAsSoonAsTheSiteStatesIt() {
        var states = site(new Capacity(2, 4000, 0, List.of("gpu")));
        var waiting = List.of(
                asking("cores", 4, 0, 0),
                asking("memory", 1, 4001, 0),
                asking("tag", 1, 0, 0, "gpu", "scratch"),
                asking("fits", 2, 4000, 1_000_000, "gpu"));

        assertThat(Demand.on(states, waiting, List.of()).classes())
                .extracting(PoolDemand::jobtype)
                .containsExactly("fits");
        assertThat(Demand.on(SITE, waiting, List.of()).classes()).hasSize(4);
    }

    @Test
    void believesPilotsRatherThanTheSite() {
        var states = site(new Capacity(2, 0, 0, List.of()));
        var offers = List.of(new Offer(8, 4000, 10_000, List.of("scratch"), 86_400));

        assertThat(Demand.on(states, List.of(asking("big", 8, 0, 0, "scratch")), offers)
                        .waiting())
                .isEqualTo(1);
    }

    private static PoolSite site(Capacity asks) {
        return new PoolSite("np04", "HTCONDOR", true, 100, 0, 10, false, 86_400, asks);
    }

    private static Waiting asking(String jobtype, int cores, int memoryMb, int diskMb, String... tags) {
        var asked = new Requirement(jobtype, null, cores, memoryMb, diskMb, List.of(tags), 600);
        return new Waiting(asked, 1, null, null, null);
    }

    @Test
    void leavesOutJobsOfAnotherSiteAndThoseThatOutliveItsPilots() {
        var elsewhere = new Waiting(asks("a", 1, "cern"), 5, null, null, null);
        var here = new Waiting(asks("b", 1, "np04"), 6, null, null, null);
        var endless = new Waiting(new Requirement("c", null, 1, 0, 0, List.of(), 86_400), 7, null, null, null);

        assertThat(Demand.on(SITE, List.of(elsewhere, here, endless), List.of()).waiting())
                .isEqualTo(6);
    }

    @Test
    void expectsAJobToEndSoonOnlyIfItsTypeTellsSo() {
        var demand = Demand.on(SITE, List.of(waiting("evdisp", 1, null, 100.0, null)), List.of());

        assertThat(demand.endsSoon("evdisp", 75)).isTrue();
        assertThat(demand.endsSoon("evdisp", 60)).isFalse();
        assertThat(demand.endsSoon("monitor", 1000)).isFalse();
    }

    private static Waiting waiting(
            String jobtype, long jobs, @Nullable Double useful, @Nullable Double typical, @Nullable Long places) {
        return new Waiting(asks(jobtype, 1, null), jobs, useful, typical, places);
    }

    private static Requirement asks(String jobtype, int cores, @Nullable String site) {
        return new Requirement(jobtype, site, cores, 0, 0, List.of(), 600);
    }
}
