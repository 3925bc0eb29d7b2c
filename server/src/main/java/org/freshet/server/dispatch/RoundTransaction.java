package org.freshet.server.dispatch;

import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** All of a round or nothing. */
@Component
class RoundTransaction {

    private final TransactionTemplate transaction;
    private final RoundSql sql;

    RoundTransaction(TransactionTemplate transaction, RoundSql sql) {
        this.transaction = transaction;
        this.sql = sql;
    }

    <T> T run(Supplier<T> round) {
        return transaction.execute(status -> {
            sql.begin();
            return round.get();
        });
    }
}
