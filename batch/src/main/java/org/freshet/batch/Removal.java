package org.freshet.batch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Answer to the wish that slots end. Only a later view proves that one is gone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Removal.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = Removal.Failed.class, name = "failed")
})
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
