/**
 * Batch systems that pilots are submitted to, behind one interface, which is made for systems that may refuse to answer:
 * what could not be read is never taken for nothing, and an order whose answer got lost is found again in a later view.
 * Local processes are the batch system of a single machine; HTCondor, in a package of its own, is the one for many.
 */
@NullMarked
package org.freshet.batch;

import org.jspecify.annotations.NullMarked;
