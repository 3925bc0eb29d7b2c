package org.freshet.server.login;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where to go on after a login: a page of this server and nothing else, whatever a link to the login says. */
final class LocalPath {

    static final String START = "/";
    private static final int LONGEST = 2000;

    private LocalPath() {}

    /** The path, or the first page if this is none, or one about logging in. */
    static String orStart(@Nullable String path) {
        return path != null && isLocal(path) && !isAboutLogin(path) ? path : START;
    }

    /** The path of the page from which a form or link came, by its header, if that was a page of this server. */
    static String ofReferrer(@Nullable String referrer, @Nullable String host) {
        if (referrer == null || host == null) {
            return START;
        }
        try {
            var page = URI.create(referrer);
            var query = page.getRawQuery() == null ? "" : "?" + page.getRawQuery();
            return host.equals(page.getRawAuthority()) ? orStart(page.getRawPath() + query) : START;
        } catch (IllegalArgumentException e) {
            return START;
        }
    }

    /**
     * Printable ASCII only, as addresses are sent. A browser takes a second slash or a backslash for the beginning of a
     * host, and leaves out control characters that would hide one.
     */
    private static boolean isLocal(String path) {
        return path.startsWith("/")
                && !path.startsWith("//")
                && path.length() <= LONGEST
                && path.chars().allMatch(it -> it > ' ' && it < 0x7f && it != '\\');
    }

    private static boolean isAboutLogin(String path) {
        return path.matches("/log(in|out)([/?#;].*)?");
    }
}
