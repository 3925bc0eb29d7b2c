package org.freshet.server.pilot;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The sites that pilots belong to. */
@Service
@Transactional(readOnly = true)
public class Sites {

    private final SiteRepository sites;
    private final SiteSecrets secrets;
    private final Clock clock;

    Sites(SiteRepository sites, SiteSecrets secrets, Clock clock) {
        this.sites = sites;
        this.secrets = secrets;
        this.clock = clock;
    }

    public List<Site> all() {
        return sites.findAll(Sort.by("name"));
    }

    Optional<Site> find(String name) {
        return sites.findByName(name);
    }

    /** Makes sure that the local site exists with this number of pilots, and that its secret can be read. */
    @Transactional
    void prepareLocal(int pilots) {
        var site = sites.findByName(Site.LOCAL).orElse(null);
        if (site == null) {
            sites.save(Site.local(pilots, secrets.renew(Site.LOCAL).hash()));
            return;
        }
        site.resize(pilots);
        if (secrets.read(Site.LOCAL)
                .filter(it -> site.accepts(it, clock.instant()))
                .isEmpty()) {
            site.replaceSecret(secrets.renew(Site.LOCAL).hash(), clock.instant());
        }
    }
}
