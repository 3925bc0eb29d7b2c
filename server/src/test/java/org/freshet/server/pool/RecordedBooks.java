package org.freshet.server.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.freshet.batch.Slot;
import org.freshet.batch.Slot.State;
import org.freshet.protocol.Offer;
import org.freshet.protocol.PilotId;
import org.freshet.protocol.PilotState;
import org.freshet.server.pilot.AlivePilot;
import org.freshet.server.pilot.OrderedPilot;

/** Books in memory that keep the rules of the real ones. */
final class RecordedBooks implements PoolBooks {

    final List<PoolSite> sites = new ArrayList<>();
    /** Nonces of pilots that were told to stop and have ended in the books. */
    final Set<String> killed = new HashSet<>();

    final Map<PilotId, String> ended = new LinkedHashMap<>();
    /** Nonces of pilots that ended long ago. */
    final Set<String> over = new HashSet<>();

    final Map<PilotId, State> seen = new LinkedHashMap<>();
    final List<Waiting> waiting = new ArrayList<>();
    final List<Offer> offers = new ArrayList<>();
    final Map<String, String> paused = new LinkedHashMap<>();

    EarlyEnds earlyEnds = EarlyEnds.NONE;
    int fruitlessOrders;
    /** Whatever is to be ended was ended by somebody else, and is not seen as such yet. */
    boolean othersAreQuicker;
    /** The site was changed and has no room any more. */
    boolean takesNoOrder;

    private static final Offer OFFER = new Offer(1, 2000, 10_000, List.of(), 80_000);
    private final Map<PilotId, AlivePilot> alive = new LinkedHashMap<>();
    private long last;

    @Override
    public List<PoolSite> sites() {
        return List.copyOf(sites);
    }

    @Override
    public List<AlivePilot> alive(String site) {
        return List.copyOf(alive.values());
    }

    @Override
    public List<OrderedPilot> order(String site, int count, String reason) {
        var ordered = new ArrayList<OrderedPilot>();
        for (var n = 0; n < count && !takesNoOrder; n++) {
            var id = new PilotId(++last);
            alive.put(id, new AlivePilot(id, "nonce-" + id, PilotState.SUBMITTED, null, 0, OFFER, null, false, false));
            ordered.add(new OrderedPilot(id, "nonce-" + id));
        }
        return ordered;
    }

    @Override
    public void submitted(PilotId pilot, String batchId) {
        change(
                pilot,
                it -> new AlivePilot(
                        it.id(),
                        it.nonce(),
                        it.state(),
                        batchId,
                        it.ageSeconds(),
                        it.offer(),
                        it.work(),
                        it.leaving(),
                        it.toBeEnded()));
    }

    @Override
    public List<Waiting> waiting(String site) {
        return List.copyOf(waiting);
    }

    @Override
    public List<Offer> offers(PoolSite site) {
        return List.copyOf(offers);
    }

    @Override
    public void seen(Map<PilotId, Slot> slots) {
        slots.forEach((pilot, slot) -> seen.put(pilot, slot.state()));
    }

    @Override
    public int fruitlessOrders(String site, Duration queuedFor) {
        return fruitlessOrders;
    }

    @Override
    public EarlyEnds earlyEnds(String site) {
        return earlyEnds;
    }

    @Override
    public Optional<String> pausedByPool(String site) {
        return Optional.ofNullable(paused.get(site));
    }

    @Override
    public void pause(String site, String reason) {
        paused.put(site, reason);
    }

    @Override
    public Set<String> overFor(Set<String> nonces, Duration time) {
        return nonces.stream().filter(over::contains).collect(Collectors.toSet());
    }

    @Override
    public Set<String> killed(Set<String> nonces) {
        return nonces.stream().filter(killed::contains).collect(Collectors.toSet());
    }

    @Override
    public boolean neverStarted(PilotId pilot, String reason) {
        return end(pilot, reason, alive.get(pilot).state() == PilotState.SUBMITTED);
    }

    @Override
    public boolean gone(PilotId pilot, String reason) {
        return end(pilot, reason, alive.get(pilot).state() != PilotState.SUBMITTED);
    }

    /** The pilots register. */
    void allRegister() {
        alive.keySet().forEach(id -> becomes(id, PilotState.IDLE));
    }

    void becomes(PilotId pilot, PilotState state) {
        change(
                pilot,
                it -> new AlivePilot(
                        it.id(),
                        it.nonce(),
                        state,
                        it.batchId(),
                        it.ageSeconds(),
                        it.offer(),
                        it.work(),
                        it.leaving() || state == PilotState.DRAINING,
                        it.toBeEnded()));
    }

    /** A person told it to stop, long enough ago. */
    void isToBeEnded(PilotId pilot) {
        change(
                pilot,
                it -> new AlivePilot(
                        it.id(),
                        it.nonce(),
                        it.state(),
                        it.batchId(),
                        it.ageSeconds(),
                        it.offer(),
                        it.work(),
                        true,
                        true));
    }

    /** It runs a job of this type for so many seconds. */
    void works(PilotId pilot, String jobtype, double seconds) {
        change(
                pilot,
                it -> new AlivePilot(
                        it.id(),
                        it.nonce(),
                        PilotState.BUSY,
                        it.batchId(),
                        it.ageSeconds(),
                        it.offer(),
                        new AlivePilot.Work(jobtype, seconds),
                        it.leaving(),
                        it.toBeEnded()));
    }

    /** So much time passes for all. */
    void age(double seconds) {
        List.copyOf(alive.keySet())
                .forEach(id -> change(
                        id,
                        it -> new AlivePilot(
                                it.id(),
                                it.nonce(),
                                it.state(),
                                it.batchId(),
                                it.ageSeconds() + seconds,
                                it.offer(),
                                it.work(),
                                it.leaving(),
                                it.toBeEnded())));
    }

    private boolean end(PilotId pilot, String reason, boolean asExpected) {
        if (!asExpected || othersAreQuicker) {
            return false;
        }
        end(pilot, reason);
        return true;
    }

    void end(PilotId pilot, String reason) {
        alive.remove(pilot);
        ended.put(pilot, reason);
    }

    private void change(PilotId pilot, UnaryOperator<AlivePilot> change) {
        alive.computeIfPresent(pilot, (id, it) -> change.apply(it));
    }
}
