/**
 * HTCondor as a batch system, through its own commands. Two rules shape it. Only what is made for programs is read: {@code -terse}
 * and {@code -json}, never tables. And every answer is one of three: it came and makes sense, it came and does not, or none
 * came in time; the last two are told apart from an empty queue, because the number of pilots hangs on it.
 *
 * <p>Everything that belongs together carries four attributes in the job's ClassAd: {@code FreshetInstallation},
 * {@code FreshetSite}, {@code FreshetOrder} and {@code FreshetNonce}. What is asked and removed is limited by the first two, so
 * that two installations can share a user and a queue; the other two show what got in of an order whose answer was lost.
 */
@NullMarked
package org.freshet.batch.htcondor;

import org.jspecify.annotations.NullMarked;
