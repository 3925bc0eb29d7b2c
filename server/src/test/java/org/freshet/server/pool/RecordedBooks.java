package org.freshet.server.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
        for (var n = 0; n < count; n++) {
            var id = new PilotId(++last);
            alive.put(id, new AlivePilot(id, "nonce-" + id, PilotState.SUBMITTED, null, Instant.EPOCH, false, false));
            ordered.add(new OrderedPilot(id, "nonce-" + id));
        }
        return ordered;
    }

    @Override
    public void submitted(PilotId pilot, String batchId) {
        change(
                pilot,
                it -> new AlivePilot(
                        it.id(), it.nonce(), it.state(), batchId, it.submittedAt(), it.leaving(), it.toBeEnded()));
    }

    @Override
    public Set<String> killed(Set<String> nonces) {
        return nonces.stream().filter(killed::contains).collect(Collectors.toSet());
    }

    @Override
    public void neverStarted(PilotId pilot, String reason) {
        if (alive.containsKey(pilot) && alive.get(pilot).state() == PilotState.SUBMITTED) {
            end(pilot, reason);
        }
    }

    @Override
    public void gone(PilotId pilot, String reason) {
        if (alive.containsKey(pilot) && alive.get(pilot).state() != PilotState.SUBMITTED) {
            end(pilot, reason);
        }
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
                        it.submittedAt(),
                        it.leaving() || state == PilotState.DRAINING,
                        it.toBeEnded()));
    }

    /** A person told it to stop, long enough ago. */
    void isToBeEnded(PilotId pilot) {
        change(
                pilot,
                it -> new AlivePilot(it.id(), it.nonce(), it.state(), it.batchId(), it.submittedAt(), true, true));
    }

    void end(PilotId pilot, String reason) {
        alive.remove(pilot);
        ended.put(pilot, reason);
    }

    private void change(PilotId pilot, UnaryOperator<AlivePilot> change) {
        alive.computeIfPresent(pilot, (id, it) -> change.apply(it));
    }
}
