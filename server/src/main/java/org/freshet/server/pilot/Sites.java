package org.freshet.server.pilot;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.freshet.server.platform.DidYouMean;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The sites that pilots belong to. */
@Service
@Transactional(readOnly = true)
public class Sites {

    private final SiteRepository sites;
    private final SiteSecrets secrets;
    private final EventSql history;
    private final Clock clock;

    Sites(SiteRepository sites, SiteSecrets secrets, EventSql history, Clock clock) {
        this.sites = sites;
        this.secrets = secrets;
        this.history = history;
        this.clock = clock;
    }

    public List<Site> all() {
        return sites.findAll(Sort.by("name"));
    }

    Optional<Site> find(String name) {
        return sites.findByName(name);
    }

    /** Throws {@link NotFound} with the name that may have been meant. */
    Site get(String name) {
        return sites.findByName(name)
                .orElseThrow(() -> new NotFound("There is no site \"" + name + "\""
                        + DidYouMean.endOfSentence(
                                name, all().stream().map(Site::name).toList())));
    }

    /** At once, so that a change that came before is noticed here. */
    @Transactional
    Site save(Site site) {
        return sites.saveAndFlush(site);
    }

    /** Makes the local site if there is none. */
    @Transactional
    void makeLocalIfMissing(int pilots, @Nullable String payloadUser) {
        if (sites.findByName(Site.LOCAL).isEmpty()) {
            var site = Site.local(pilots, secrets.renew(Site.LOCAL).hash(), clock.instant());
            site.runPayloadsAs(payloadUser);
            var made = sites.saveAndFlush(site);
            history.append("site", made.id(), null, "ACTIVE", "service start", "the site of the local pilots");
        }
    }

    /**
     * Gives the local site this number of pilots, and a new secret if this home does not have it.
     *
     * @param payloadUser null = payloads run as the user of the server
     */
    @Transactional
    void prepareLocal(int pilots, @Nullable String payloadUser) {
        var site = sites.findByName(Site.LOCAL).orElseThrow();
        site.resize(pilots);
        site.runPayloadsAs(payloadUser);
        if (secrets.read(Site.LOCAL)
                .filter(it -> site.accepts(it, clock.instant()))
                .isEmpty()) {
            site.replaceSecret(secrets.renew(Site.LOCAL).hash(), clock.instant());
        }
    }
}
