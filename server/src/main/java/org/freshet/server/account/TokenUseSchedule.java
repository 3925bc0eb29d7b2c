package org.freshet.server.account;

import org.freshet.server.platform.Chore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Writes the last uses of tokens down every 30 s, unless {@code freshet.sweep.enabled} is false. */
@Component
@ConditionalOnBooleanProperty(name = "freshet.sweep.enabled", matchIfMissing = true)
class TokenUseSchedule {

    private final Chore chore;

    TokenUseSchedule(TokenUses uses) {
        this.chore = new Chore("last uses of tokens", uses::flush);
    }

    @Scheduled(initialDelayString = "30s", fixedDelayString = "30s")
    void flush() {
        chore.run();
    }
}
