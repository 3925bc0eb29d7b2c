package org.freshet.batch;

/** Answer to the wish that slots end. Only a later view proves that one is gone. */
public sealed interface Removal {

    /** The batch system took the wish. */
    record Asked() implements Removal {}

    /**
     * The wish did not reach the batch system, or not for every slot.
     *
     * @param sentence what happened
     */
    record Failed(String sentence) implements Removal {}
}
