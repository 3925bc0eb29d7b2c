package org.freshet.server.pilot;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.freshet.batch.Capacity;
import org.freshet.protocol.PilotState;
import org.freshet.protocol.SiteView;
import org.freshet.server.platform.Secret;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A named set of pilot parameters: how many pilots, where they run, and how they behave. */
@Entity
public class Site {

    /** The site that exists from the first start: processes on the server's own machine. */
    public static final String LOCAL = "local";

    private static final Duration OLD_SECRET_LIVES = Duration.ofDays(2);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String batch = "NONE";
    private String mode = "FIXED";
    private int cap;
    private int reserve;
    private int ramp = 10;
    private boolean paused;
    private @Nullable String pausedReason;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> env = Map.of();

    @Column(name = "heartbeat_s")
    private int heartbeatSeconds = 10;

    @Column(name = "lifetime_s")
    private long lifetimeSeconds = 86_400;

    @Column(name = "idle_s")
    private long idleSeconds;

    private int maxJobs;

    @Column(name = "drain_grace_s")
    private int drainGraceSeconds;

    @Column(name = "kill_grace_s")
    private int killGraceSeconds = 5;

    private @Nullable String payloadUser;

    private int pilotCores;
    private int pilotMemoryMb;
    private int pilotDiskMb;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> pilotTags = List.of();

    private byte[] secretHash = {};
    private byte @Nullable [] oldSecretHash;
    private @Nullable Instant oldSecretUntil;

    @Column(updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Version
    private int version;

    protected Site() {}

    static Site of(String name, SiteTerms terms, byte[] secretHash, Instant now) {
        var site = new Site();
        site.name = name;
        site.secretHash = secretHash.clone();
        site.createdAt = now;
        site.adopt(terms);
        return site;
    }

    /** The site of the local pilots. */
    static Site local(int pilots, byte[] secretHash, Instant now) {
        var site = of(LOCAL, SiteTerms.usual(10), secretHash, now);
        site.batch = "LOCAL";
        site.resize(pilots);
        return site;
    }

    SiteTerms terms() {
        return new SiteTerms(
                batch,
                mode,
                cap,
                reserve,
                ramp,
                env,
                heartbeatSeconds,
                lifetimeSeconds,
                idleSeconds,
                maxJobs,
                drainGraceSeconds,
                killGraceSeconds,
                payloadUser,
                asks());
    }

    void adopt(SiteTerms terms) {
        this.batch = terms.batch();
        this.mode = terms.mode();
        this.cap = terms.cap();
        this.reserve = terms.reserve();
        this.ramp = terms.ramp();
        this.env = terms.env();
        this.heartbeatSeconds = terms.heartbeatSeconds();
        this.lifetimeSeconds = terms.lifetimeSeconds();
        this.idleSeconds = terms.idleSeconds();
        this.maxJobs = terms.maxJobs();
        this.drainGraceSeconds = terms.drainGraceSeconds();
        this.killGraceSeconds = terms.killGraceSeconds();
        this.payloadUser = terms.payloadUser();
        this.pilotCores = terms.asks().cores();
        this.pilotMemoryMb = terms.asks().memoryMb();
        this.pilotDiskMb = terms.asks().diskMb();
        this.pilotTags = terms.asks().tags();
    }

    /** Returns whether that changed anything. */
    boolean pause(String reason) {
        var changes = !paused || !reason.equals(pausedReason);
        this.paused = true;
        this.pausedReason = reason;
        return changes;
    }

    /** Returns whether that changed anything. */
    boolean resume() {
        var changes = paused;
        this.paused = false;
        this.pausedReason = null;
        return changes;
    }

    /** For the history. */
    String state() {
        return paused ? "PAUSED" : "ACTIVE";
    }

    int version() {
        return version;
    }

    void resize(int pilots) {
        this.cap = pilots;
    }

    /** @param user null = payloads run as the user of their pilot */
    void runPayloadsAs(@Nullable String user) {
        this.payloadUser = user;
    }

    long id() {
        return Objects.requireNonNull(id, "the site is stored");
    }

    public String name() {
        return name;
    }

    /** LOCAL, HTCONDOR, or NONE: whoever has the secret starts pilots. */
    public String batch() {
        return batch;
    }

    /** FIXED keeps {@link #cap()} pilots, DEMAND follows the waiting jobs. */
    public String mode() {
        return mode;
    }

    /** Most pilots at once. */
    public int cap() {
        return cap;
    }

    /** Idle pilots kept beyond the demand. */
    public int reserve() {
        return reserve;
    }

    /** Most pilots submitted in one calculation. */
    public int ramp() {
        return ramp;
    }

    public boolean paused() {
        return paused;
    }

    public @Nullable String pausedReason() {
        return pausedReason;
    }

    Map<String, String> env() {
        return Map.copyOf(env);
    }

    Duration heartbeat() {
        return Duration.ofSeconds(heartbeatSeconds);
    }

    public Duration lifetime() {
        return Duration.ofSeconds(lifetimeSeconds);
    }

    long idleSeconds() {
        return idleSeconds;
    }

    int maxJobs() {
        return maxJobs;
    }

    int drainGraceSeconds() {
        return drainGraceSeconds;
    }

    int killGraceSeconds() {
        return killGraceSeconds;
    }

    /** As whom pilots that run as root run payloads; null = as themselves. */
    @Nullable
    String payloadUser() {
        return payloadUser;
    }

    /** What is asked of the batch system for each pilot, and what the pilot then offers. */
    public Capacity asks() {
        return new Capacity(pilotCores, pilotMemoryMb, pilotDiskMb, pilotTags);
    }

    /** Whether this is the site's secret, or the one before that is still honoured. */
    boolean accepts(Secret secret, Instant now) {
        return secret.matches(secretHash)
                || (oldSecretHash != null
                        && oldSecretUntil != null
                        && now.isBefore(oldSecretUntil)
                        && secret.matches(oldSecretHash));
    }

    boolean honoursOldSecret(Instant now) {
        return oldSecretUntil != null && now.isBefore(oldSecretUntil);
    }

    /** Until when the secret before the present one is honoured; null = there was none. */
    @Nullable
    Instant oldSecretUntil() {
        return oldSecretUntil;
    }

    /** @param alive how many of the pilots have not ended */
    SiteView view(Map<PilotState, Long> pilots, long alive) {
        return new SiteView(
                name,
                batch,
                mode,
                cap,
                reserve,
                ramp,
                paused,
                pausedReason,
                env(),
                heartbeatSeconds,
                lifetimeSeconds,
                idleSeconds,
                maxJobs,
                drainGraceSeconds,
                killGraceSeconds,
                payloadUser,
                stated(pilotCores),
                stated(pilotMemoryMb),
                stated(pilotDiskMb),
                asks().tags(),
                oldSecretUntil,
                createdAt,
                version,
                pilots,
                alive);
    }

    private static @Nullable Integer stated(int number) {
        return number == 0 ? null : number;
    }

    /** The secret before is honoured for 48 hours more, for pilots that wait in a batch queue with it. */
    void replaceSecret(byte[] hash, Instant now) {
        this.oldSecretHash = secretHash;
        this.oldSecretUntil = now.plus(OLD_SECRET_LIVES);
        this.secretHash = hash.clone();
    }
}
