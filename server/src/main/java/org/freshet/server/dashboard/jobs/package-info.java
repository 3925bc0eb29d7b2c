/** The list of jobs: the page, the file, the lists that are kept under names, and the change of many jobs at once. */
@NullMarked
package org.freshet.server.dashboard.jobs;

import org.jspecify.annotations.NullMarked;
