/** The page of one job: its life, its attempts and what they printed. */
@NullMarked
package org.freshet.server.dashboard.job;

import org.jspecify.annotations.NullMarked;
