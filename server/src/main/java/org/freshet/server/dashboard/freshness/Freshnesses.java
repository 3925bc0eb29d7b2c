package org.freshet.server.dashboard.freshness;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.FreshnessView.Standing;

/**
 * How fresh all job types are.
 *
 * @param cards what is late or broken, the worst first
 * @param tiles the others, by name
 */
public record Freshnesses(List<Freshness> cards, List<Freshness> tiles) {

    /** More tiles are not looked at; the grid has all types. */
    private static final int TILES = 60;

    /** A wall has room for so many in its letters. */
    private static final int CARDS_ON_A_WALL = 2;

    private static final int TILES_ON_A_WALL = 10;

    public static final Freshnesses NONE = new Freshnesses(List.of(), List.of());

    public static Freshnesses of(List<Freshness> types) {
        return new Freshnesses(
                types.stream()
                        .filter(Freshness::isUrgent)
                        .sorted(Comparator.comparingDouble(Freshness::badness).reversed())
                        .toList(),
                types.stream().filter(it -> !it.isUrgent()).toList());
    }

    public List<Freshness> shownTiles() {
        return tiles.subList(0, Math.min(TILES, tiles.size()));
    }

    public int hiddenTiles() {
        return tiles.size() - shownTiles().size();
    }

    /** Those that a wall shows: what ran lately before what is quiet, and what is nearest to its limit before the others. */
    public Set<String> tilesOnAWall() {
        return shownTiles().stream()
                .sorted(Comparator.comparing((Freshness it) -> it.standing() != Standing.OK)
                        .thenComparing(
                                Comparator.comparingDouble(Freshness::badness).reversed()))
                .limit(TILES_ON_A_WALL)
                .map(Freshness::jobtype)
                .collect(Collectors.toSet());
    }

    public int tilesBesideAWall() {
        return Math.max(0, tiles.size() - TILES_ON_A_WALL);
    }

    public int cardsBesideAWall() {
        return Math.max(0, cards.size() - CARDS_ON_A_WALL);
    }

    public int total() {
        return cards.size() + tiles.size();
    }

    public long broken() {
        return cards.stream().filter(it -> it.standing() == Standing.BROKEN).count();
    }

    public long late() {
        return cards.size() - broken();
    }

    /** The type whose result came last; empty if no result is known. */
    public Optional<Freshness> newest() {
        return types().filter(it -> it.row().result() != null)
                .max(Comparator.comparing(
                        it -> Objects.requireNonNull(it.row().result()).at()));
    }

    private Stream<Freshness> types() {
        return Stream.concat(cards.stream(), tiles.stream());
    }
}
