package org.freshet.server.pilot;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.freshet.protocol.NewSecret;
import org.freshet.protocol.SiteChange;
import org.freshet.protocol.SiteChanged;
import org.freshet.protocol.SiteView;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Reason;
import org.freshet.server.platform.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What people do with sites. A secret is kept in the home after its hash was committed: until then the one before, which is
 * still honoured, stands there.
 */
@Service
public class SiteChanges {

    private final TransactionTemplate transaction;
    private final Sites sites;
    private final SiteReader reader;
    private final SiteSecrets secrets;
    private final SiteHistory history;
    private final PilotSettings settings;
    private final Clock clock;

    SiteChanges(
            TransactionTemplate transaction,
            Sites sites,
            SiteReader reader,
            SiteSecrets secrets,
            SiteHistory history,
            PilotSettings settings,
            Clock clock) {
        this.transaction = transaction;
        this.sites = sites;
        this.reader = reader;
        this.secrets = secrets;
        this.history = history;
        this.settings = settings;
        this.clock = clock;
    }

    /** Makes a site and its first secret. */
    public SiteChanged add(SiteChange wish, String user) {
        var name = SiteCheck.name(wish.name());
        var notices = new ArrayList<String>();
        var usual = SiteTerms.usual(longestHeartbeat());
        var terms = changed(usual, wish, notices);
        var reason = Reason.optional(wish.reason());
        var secret = Secret.random();
        try {
            transaction.executeWithoutResult(status -> {
                refuseIfThere(name);
                var site = sites.save(Site.of(name, terms, secret.hash(), clock.instant()));
                history.append(site, null, user, reason, SiteDifferences.between(usual, terms));
            });
        } catch (DataIntegrityViolationException e) {
            refuseIfThere(name); // made by somebody else at the same moment
            throw e;
        }
        keep(name, secret, notices);
        return new SiteChanged(reader.get(name), secret.text(), notices);
    }

    private void refuseIfThere(String name) {
        if (sites.find(name).isPresent()) {
            throw new Conflict("There is a site \"" + name + "\" already. Change it, or take another name.");
        }
    }

    /** Changes what the wish names. */
    public SiteChanged change(String name, SiteChange wish, String user) {
        if (wish.name() != null && !wish.name().equals(name)) {
            throw Invalid.field("name", "a site cannot be given another name; the history of its pilots has this one");
        }
        var notices = new ArrayList<String>();
        var reason = Reason.optional(wish.reason());
        inOneStep(name, () -> {
            var site = sites.get(name);
            refuseIfOutdated(site, wish.version());
            var before = site.terms();
            var after = changed(before, wish, notices);
            var differences = SiteDifferences.between(before, after);
            LocalSite.refuseWhatSettingsDecide(site, differences);
            refuseToLeaveSlots(name, before, after);
            if (!differences.isEmpty()) {
                site.adopt(after);
                history.append(sites.save(site), site.state(), user, reason, differences);
            }
            return site;
        });
        return new SiteChanged(reader.get(name), null, notices);
    }

    /** What was ordered from one batch system cannot be looked for in another. */
    private void refuseToLeaveSlots(String name, SiteTerms before, SiteTerms after) {
        var alive = before.batch().equals(after.batch()) ? 0 : reader.get(name).pilotsAlive();
        if (alive > 0) {
            throw new Conflict("Site \"" + name + "\" has " + alive + " pilots that came by " + before.batch()
                    + "; nothing was changed. Pause it, drain them, and ask again when they have ended.");
        }
    }

    private SiteTerms changed(SiteTerms before, SiteChange wish, List<String> notices) {
        var after = before.with(wish, longestHeartbeat(), notices);
        SiteCheck.check(after, longestHeartbeat());
        return after;
    }

    /** Seconds. */
    private int longestHeartbeat() {
        return (int) settings.longestHeartbeat().toSeconds();
    }

    private static void refuseIfOutdated(Site site, @Nullable Integer version) {
        if (version != null && version != site.version()) {
            throw outdated(site.name());
        }
    }

    private static Conflict outdated(String name) {
        return new Conflict("Site \"" + name
                + "\" was changed by somebody else meanwhile; nothing was changed now. Look at it and ask again.");
    }

    /** No pilots are submitted until {@link #resume}; those that are there go on. */
    public SiteView pause(String name, @Nullable String reason, String user) {
        var why = Reason.required(reason);
        inOneStep(name, () -> {
            var site = sites.get(name);
            var was = site.state();
            if (site.pause(why)) {
                history.append(sites.save(site), was, user, why, null);
            }
            return site;
        });
        return reader.get(name);
    }

    /** The pool itself gives up; a person has to {@link #resume} it. */
    public void pauseByPool(String name, String why) {
        inOneStep(name, () -> {
            var site = sites.get(name);
            var was = site.state();
            if (site.pause(why)) {
                history.appendPauseByPool(sites.save(site), was, why);
            }
            return site;
        });
    }

    public SiteView resume(String name, @Nullable String reason, String user) {
        var why = Reason.optional(reason);
        inOneStep(name, () -> {
            var site = sites.get(name);
            var was = site.state();
            if (site.resume()) {
                history.append(sites.save(site), was, user, why, null);
            }
            return site;
        });
        return reader.get(name);
    }

    /** Makes another secret; the one before is honoured for two days more. One at a time: the file must hold the last one. */
    public synchronized NewSecret renewSecret(String name, @Nullable String reason, String user) {
        var why = Reason.with("new secret", Reason.optional(reason));
        var notices = new ArrayList<String>();
        var secret = Secret.random();
        var site = inOneStep(name, () -> {
            var changed = sites.get(name);
            if (changed.honoursOldSecret(clock.instant())) {
                notices.add(
                        "The secret that was replaced before is not honoured any more: pilots that still wait with it"
                                + " in a batch system will be refused.");
            }
            changed.replaceSecret(secret.hash(), clock.instant());
            history.append(sites.save(changed), changed.state(), user, why, null);
            return changed;
        });
        keep(name, secret, notices);
        return new NewSecret(
                name, secret.text(), Objects.requireNonNull(site.oldSecretUntil(), "it was just set"), notices);
    }

    private void keep(String name, Secret secret, List<String> notices) {
        try {
            secrets.keep(name, secret);
        } catch (UncheckedIOException e) {
            notices.add("The secret could not be kept on this server (" + e.getCause()
                    + "): it orders no pilots of the site with it. Make another one when that is repaired.");
        }
    }

    private Site inOneStep(String name, Supplier<Site> change) {
        try {
            return Objects.requireNonNull(transaction.execute(status -> change.get()));
        } catch (OptimisticLockingFailureException e) {
            throw outdated(name);
        }
    }
}
