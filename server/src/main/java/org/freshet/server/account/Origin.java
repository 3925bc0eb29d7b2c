package org.freshet.server.account;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Tells the database, when a transaction begins in which a person's request may write, from where the person asked: every
 * event of the transaction then says so by itself. Costs one round trip; transactions of pilots and services have none.
 */
@Component
public class Origin implements TransactionExecutionListener {

    private static final Logger log = LoggerFactory.getLogger(Origin.class);

    private final OriginSql sql;

    Origin(OriginSql sql) {
        this.sql = sql;
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure != null || transaction.isReadOnly()) {
            return;
        }
        var origin = ofThisRequest();
        if (origin != null) {
            tell(origin, transaction);
        }
    }

    /** Throws nothing: nobody would end the transaction. Its next statement fails for the same reason. */
    private void tell(String origin, TransactionExecution transaction) {
        try {
            sql.tell(origin);
        } catch (DataAccessException e) {
            transaction.setRollbackOnly();
            log.debug("A transaction will fail: {}", e.toString());
        }
    }

    /** Address and token of the person whose request this thread serves; null = nobody's, or one without a token or login. */
    public static @Nullable String ofThisRequest() {
        var who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null
                || who instanceof AnonymousAuthenticationToken
                || !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request)) {
            return null;
        }
        return request.getRequest().getRemoteAddr() + " " + means(who);
    }

    private static String means(Authentication who) {
        return who instanceof TokenOwner owner ? "token " + owner.tokenId() : "login";
    }
}
