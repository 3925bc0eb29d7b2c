package org.freshet.server.dispatch;

import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** All of a round or nothing, by plans that are kept. */
@Component
class RoundTransaction {

    private final TransactionTemplate transaction;
    private final KeptPlansSql plans;

    RoundTransaction(TransactionTemplate transaction, KeptPlansSql plans) {
        this.transaction = transaction;
        this.plans = plans;
    }

    <T> T run(Supplier<T> round) {
        return transaction.execute(status -> {
            plans.use();
            return round.get();
        });
    }
}
