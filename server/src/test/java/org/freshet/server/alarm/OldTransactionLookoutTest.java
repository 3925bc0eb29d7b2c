package org.freshet.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.freshet.server.alarm.OldTransactionSql.Holder;
import org.freshet.server.alarm.OldTransactionSql.Kind;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class OldTransactionLookoutTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final OldTransactionLookout lookout = new OldTransactionLookout(
            new OldTransactionSql(JdbcClient.create(new DriverManagerDataSource())),
            new AlarmSettings(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(30),
                    new FailureSettings(Duration.ofMinutes(15), 5, 0.2, 0.5),
                    Map.of()));

    private static Instant noonPlus(long minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    private static Holder slot(String oldest) {
        return new Holder(Kind.SLOT, "replica", "not in use", null, oldest);
    }

    @Test
    void countsTheTimeOfASlotFromWhenItsNumberStoodStill() {
        assertThat(lookout.found(List.of(slot("700")), NOON)).isEmpty();
        assertThat(lookout.found(List.of(slot("701")), noonPlus(20))).isEmpty();
        assertThat(lookout.found(List.of(slot("701")), noonPlus(40))).isEmpty();

        var found = lookout.found(List.of(slot("701")), noonPlus(51));

        assertThat(found).singleElement().satisfies(it -> {
            assertThat(it.object()).isEqualTo("replication slot replica");
            assertThat(it.begins()).isTrue();
            assertThat(it.sentence())
                    .isEqualTo("replication slot replica (not in use) keeps the database from cleaning up since"
                            + " 12:20:00 UTC, for 31 min 00 s; the limit is 30 min.");
            assertThat(it.detail()).endsWith("select pg_drop_replication_slot('replica')");
        });
    }

    @Test
    void forgetsASlotThatWasGone() {
        lookout.found(List.of(slot("700")), NOON);
        lookout.found(List.of(), noonPlus(20));

        assertThat(lookout.found(List.of(slot("700")), noonPlus(31))).isEmpty();
    }

    @Test
    void keepsAnAlarmNearTheLimitButBeginsNone() {
        var prepared = new Holder(Kind.PREPARED, "it's", "user tom", NOON, "700");

        assertThat(lookout.found(List.of(prepared), noonPlus(27))).isEmpty();
        assertThat(lookout.found(List.of(prepared), noonPlus(28)))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.begins()).isFalse();
                    assertThat(it.detail()).endsWith("rollback prepared 'it''s'");
                });
    }
}
