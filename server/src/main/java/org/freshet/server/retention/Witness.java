package org.freshet.server.retention;

/** Sees what each batch removed, in the batch's transaction. */
interface Witness {

    /** Nobody has to hear of it. */
    Witness NOBODY = removed -> removed;

    /** Returns what was removed. */
    Removed saw(Removed removed);
}
