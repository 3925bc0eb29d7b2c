package org.freshet.server.pilot;

import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.freshet.protocol.Protocol;
import org.freshet.protocol.Registered;
import org.freshet.protocol.Registration;
import org.freshet.protocol.SiteParameters;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Secret;
import org.freshet.server.platform.ServerInstances;
import org.freshet.server.platform.Unauthorized;
import org.freshet.server.platform.Unavailable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes pilots into the books. */
@Service
class Pilots {

    private static final int LONGEST_NAME = 255;

    private final RegistrationSql sql;
    private final Sites sites;
    private final PilotTokens tokens;
    private final PilotSettings settings;
    private final ServerInstances servers;
    private final Clock clock;

    Pilots(
            RegistrationSql sql,
            Sites sites,
            PilotTokens tokens,
            PilotSettings settings,
            ServerInstances servers,
            Clock clock) {
        this.sql = sql;
        this.sites = sites;
        this.tokens = tokens;
        this.settings = settings;
        this.servers = servers;
        this.clock = clock;
    }

    /** What a refusal writes down is kept. */
    @Transactional(noRollbackFor = Forbidden.class)
    Registered register(Registration pilot, Secret siteSecret, URI server) {
        if (pilot.protocol() != Protocol.VERSION) {
            throw Invalid.field(
                    "protocol",
                    "the pilot speaks version " + pilot.protocol() + ", this server version " + Protocol.VERSION
                            + "; give the site's pilots the program of this server");
        }
        check(pilot);
        // One answer for a wrong name and a wrong secret: names are not to be found by trying.
        var site = sites.find(pilot.site())
                .filter(it -> it.accepts(siteSecret, clock.instant()))
                .orElseThrow(() -> new Unauthorized("The secret is not that of site \"" + pilot.site() + "\"."));
        settings.problemOf(site).ifPresent(problem -> {
            throw new Unavailable(problem);
        });
        sql.ban(pilot).ifPresent(ban -> {
            sql.keepOut(pilot, "not let in: host " + pilot.host() + " is banned: " + ban.reason());
            throw new Forbidden("Host " + pilot.host() + " is banned since "
                    + ban.at().truncatedTo(ChronoUnit.SECONDS)
                    + " by " + ban.by() + ": " + ban.reason() + ". No new pilot of it is let in until it is allowed"
                    + " again (freshet host allow).");
        });
        var token = Secret.random();
        var id = sql.register(pilot, token.hash(), settings)
                .orElseThrow(() -> Invalid.field("nonce", "it belongs to a pilot of another site"));
        tokens.remember(id, token.hash());
        return new Registered(id, token.text(), parameters(site), servers.after(server), Protocol.VERSION);
    }

    private static void check(Registration pilot) {
        if (pilot.nonce().length() < 16 || pilot.nonce().length() > 100) {
            throw Invalid.field("nonce", "16 to 100 characters are expected");
        }
        checkLength("host", pilot.host());
        checkLength("version", pilot.version());
        checkLength("user", Objects.requireNonNullElse(pilot.user(), ""));
        checkLength("batchId", Objects.requireNonNullElse(pilot.batchId(), ""));
        OfferCheck.check("offer", pilot.offer());
    }

    private static void checkLength(String field, String text) {
        if (text.length() > LONGEST_NAME) {
            throw Invalid.field(field, "longer than " + LONGEST_NAME + " characters");
        }
    }

    private SiteParameters parameters(Site site) {
        return new SiteParameters(
                site.name(),
                site.env(),
                (int) site.heartbeat().toSeconds(),
                (int) settings.longPoll().toSeconds(),
                (int) settings.answerTimeout().toSeconds(),
                site.lifetime().toSeconds(),
                site.idleSeconds(),
                site.maxJobs(),
                site.drainGraceSeconds(),
                site.killGraceSeconds(),
                site.payloadUser());
    }
}
