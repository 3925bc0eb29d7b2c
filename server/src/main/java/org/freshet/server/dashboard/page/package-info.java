/**
 * What all pages are made of: filters, places in lists, badges, times, words, addresses, and what stands where a page
 * cannot be shown.
 */
@NullMarked
package org.freshet.server.dashboard.page;

import org.jspecify.annotations.NullMarked;
