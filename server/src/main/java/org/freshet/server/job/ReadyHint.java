package org.freshet.server.job;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Tells every server's dispatcher that the queue grew, as soon as the transaction is committed. A hint: one that is lost
 * costs a moment, because the dispatchers also look at the queue by themselves.
 */
@Component
public class ReadyHint {

    private final ApplicationEventPublisher events;

    ReadyHint(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** Once in a transaction is enough, however many jobs it brings. */
    public void give() {
        events.publishEvent(new QueueGrew());
    }
}
