package org.freshet.server.job;

import java.util.List;
import org.freshet.protocol.JobTypeView;
import org.freshet.protocol.JobTypeView.Order;
import org.freshet.server.platform.DidYouMean;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The families of jobs, and what people decide about them. */
@Service
public class JobTypes {

    private final TransactionTemplate transaction;
    private final JobTypeSql sql;
    private final LimitsLockSql limits;
    private final ReadyHint hint;

    JobTypes(TransactionTemplate transaction, JobTypeSql sql, LimitsLockSql limits, ReadyHint hint) {
        this.transaction = transaction;
        this.sql = sql;
        this.limits = limits;
        this.hint = hint;
    }

    /** By name, one more than the limit. */
    public List<JobTypeView> list(@Nullable String after, int limit) {
        return sql.list(null, after, limit);
    }

    /** Throws {@link NotFound} with the name that may have been meant. */
    public JobTypeView get(String name) {
        return sql.list(name, null, 1).stream().findFirst().orElseThrow(() -> unknown(name));
    }

    private NotFound unknown(String name) {
        return new NotFound("There is no job type \"" + name + "\"" + DidYouMean.endOfSentence(name, sql.names())
                + " A type is made by its first job; to make it before, say so: create.");
    }

    /**
     * Changes how many of its jobs may run at once; those that run go on.
     *
     * @param limit null = no limit
     * @param create whether a type that no job has named yet is made
     */
    public JobTypeView limit(
            String name, @Nullable Integer limit, boolean create, String user, @Nullable String reason) {
        if (limit != null && limit < 0) {
            throw Invalid.field("limit", limit + " is not allowed; a whole number from 0 on is, or null for no limit");
        }
        transaction.executeWithoutResult(status -> {
            require(name, create, user);
            limits.take();
            sql.setLimit(name, limit, "user " + user, reason);
            hint.give();
        });
        return get(name);
    }

    /**
     * Changes from when on its results are late.
     *
     * @param seconds from the data to the result; null = as the server's settings say
     * @param create whether a type that no job has named yet is made
     */
    public JobTypeView lateAfter(
            String name, @Nullable Integer seconds, boolean create, String user, @Nullable String reason) {
        if (seconds != null && seconds <= 0) {
            throw Invalid.field(
                    "lateAfterSeconds",
                    seconds
                            + " is not allowed; a whole number of seconds from 1 on is, or null for the server's default");
        }
        transaction.executeWithoutResult(status -> {
            require(name, create, user);
            sql.setLateAfter(name, seconds, "user " + user, reason);
        });
        return get(name);
    }

    /** Changes which of its jobs runs first, also among those that wait already. */
    public JobTypeView order(String name, Order order, boolean create, String user, @Nullable String reason) {
        transaction.executeWithoutResult(status -> {
            require(name, create, user);
            sql.setOrder(name, order, "user " + user, reason);
        });
        // A submission that was under way meanwhile did not see the new order.
        transaction.executeWithoutResult(status -> sql.awaitSubmissions(name));
        transaction.executeWithoutResult(status -> sql.reorder(name));
        return get(name);
    }

    private void require(String name, boolean create, String user) {
        if (create) {
            if (!JobDraft.isType(name)) {
                throw Invalid.field("name", JobDraft.TYPE_FORM);
            }
            sql.add(name, "user " + user);
        } else if (!sql.names().contains(name)) {
            throw unknown(name);
        }
    }
}
