package org.freshet.server.pool;

/**
 * How many pilots to submit to a site now, with every term that led there.
 *
 * @param limit what made it fewer than short, or {@code none}
 */
record Calculation(String site, int want, int have, int submit, String limit) {

    /** @param starts how many starts may be tried at all */
    static Calculation of(PoolSite site, Census census, StartLimit starts) {
        var want = site.cap();
        var room = Math.max(0, site.cap() - census.total());
        var wish = Math.max(0, want - census.have());
        var submit = Math.min(Math.min(wish, room), Math.min(site.ramp(), starts.most()));
        return new Calculation(
                site.name(), want, census.have(), submit, limit(site, census.total(), starts, wish, submit));
    }

    private static String limit(PoolSite site, int total, StartLimit starts, int wish, int submit) {
        if (submit == wish) {
            return "none";
        }
        if (submit == starts.most()) {
            return starts.why();
        }
        return submit == site.ramp() ? "ramp " + site.ramp() : "cap " + site.cap() + ", " + total + " not proven gone";
    }

    int missing() {
        return Math.max(0, want - have);
    }

    /** For example {@code local: want 2, have 0, short 2: submit 2, limit: none.} */
    String sentence() {
        return "%s: want %d, have %d, short %d: submit %d, limit: %s."
                .formatted(site, want, have, missing(), submit, limit);
    }
}
