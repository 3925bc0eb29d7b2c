package org.freshet.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the server tells a pilot to do. A directive is repeated in every answer until it is no longer true. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Directive.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = Directive.Drain.class, name = "drain"),
    @JsonSubTypes.Type(value = Directive.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = Directive.Follow.class, name = "follow")
})
public sealed interface Directive {

    /** One sentence for the pilot's log. */
    String why();

    /** End the payload of this attempt; report its end as usual. */
    record Cancel(AttemptId attempt, String why) implements Directive {}

    /** Ask for no more jobs, and stop when the payload has ended. */
    record Drain(String why) implements Directive {}

    /** End the payload, if any, give its job back, and stop. */
    record Stop(String why) implements Directive {}

    /** Somebody watches this attempt's output: send what is new at once, and every second while this is repeated. */
    record Follow(AttemptId attempt, String why) implements Directive {}
}
