package org.freshet.server.platform;

/** The version of this program. */
public final class FreshetVersion {

    private FreshetVersion() {}

    /** For example {@code 0.1.0}; {@code development} when it does not run from its jar. */
    public static String text() {
        var version = FreshetVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
