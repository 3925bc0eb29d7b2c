package org.freshet.server.dashboard.page;

/**
 * What stands where a page cannot be shown.
 *
 * @param icon of the kind of trouble
 * @param title what is the matter, in a few words
 * @param sentence what happened, to what
 * @param next what to do
 */
record ErrorPage(String icon, String title, String sentence, String next) {}
