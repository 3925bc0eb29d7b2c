package org.freshet.server.live;

/**
 * What came of a look at a page.
 *
 * @param status of HTTP
 * @param html the whole page
 */
record MadePage(int status, String html) {}
