package org.freshet.server.login;

import org.jspecify.annotations.Nullable;

/**
 * The page on which people log in.
 *
 * @param from the page to go on to
 * @param notice why one is there; null for whoever asked for it
 * @param detail what to say instead of the notice's sentence; null = nothing
 * @param harm whether that is something that went wrong
 * @param provider what its users call the OpenID provider; null if there is none
 */
record LoginPage(
        String from,
        @Nullable String notice,
        @Nullable String detail,
        boolean harm,
        @Nullable String provider) {}
