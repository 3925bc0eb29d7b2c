package org.freshet.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a new site or a change of one.
 *
 * @param secret of a new site: shown this once, for those who start its pilots
 * @param notices what may surprise: ignored attributes, what the change does not do
 */
public record SiteChanged(SiteView site, @Nullable String secret, List<String> notices) {

    public SiteChanged {
        notices = List.copyOf(notices);
    }
}
