package org.freshet.server.view;

import java.util.List;
import org.freshet.protocol.SavedView;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps lists of jobs under names. What is shared, everybody sees. */
@Service
public class SavedViews {

    /** Characters. */
    private static final int LONGEST_NAME = 60;

    /** Characters. */
    private static final int LONGEST_QUERY = 4000;

    /** Of one account. */
    private static final int MOST = 50;

    private final SavedViewSql sql;
    private final EventSql events;

    SavedViews(SavedViewSql sql, EventSql events) {
        this.sql = sql;
        this.events = events;
    }

    /**
     * Who asks.
     *
     * @param account its name
     * @param submitter whether it may share views
     * @param operator whether it may remove what others share
     */
    public record Person(String account, boolean submitter, boolean operator) {}

    /**
     * Those that somebody sees: the own ones by name, then what is shared.
     *
     * @param account null = nobody who is known
     */
    @Transactional(readOnly = true)
    public List<SavedView> seenBy(@Nullable String account) {
        return sql.seenBy(account);
    }

    /** Keeps a list; one of the same account and name is replaced. */
    @Transactional
    public SavedView save(@Nullable String name, @Nullable String query, boolean shared, Person who) {
        var wanted = name == null ? "" : name.strip();
        if (wanted.isEmpty() || wanted.length() > LONGEST_NAME || wanted.chars().anyMatch(Character::isISOControl)) {
            throw Invalid.field(
                    "name", "1 to " + LONGEST_NAME + " characters are expected, none of them a control character");
        }
        var kept = query == null ? "" : query.strip();
        if (kept.startsWith("?")) {
            kept = kept.substring(1);
        }
        if (kept.length() > LONGEST_QUERY || kept.chars().anyMatch(Character::isISOControl)) {
            throw Invalid.field(
                    "query",
                    "what follows the question mark in the address of the list is expected, at most " + LONGEST_QUERY
                            + " characters");
        }
        if (shared && !who.submitter()) {
            throw new Forbidden("To share a view, the account " + who.account()
                    + " needs the role SUBMITTER. Without sharing it can be kept.");
        }
        if (sql.count(who.account()) >= MOST) {
            throw new Conflict("There are " + MOST + " views of " + who.account() + " already. Remove one first.");
        }
        var view = sql.save(who.account(), wanted, kept, shared);
        tell(view, "SAVED", who);
        return view;
    }

    /** Own ones; of what is shared an operator every one. */
    @Transactional
    public SavedView remove(long id, Person who) {
        var view = sql.find(id)
                .filter(it -> it.shared() || it.user().equals(who.account()))
                .orElseThrow(() -> new NotFound("View " + id + " does not exist, or was removed."));
        if (!view.user().equals(who.account()) && !who.operator()) {
            throw new Forbidden("View " + id + " belongs to " + view.user() + ". To remove it, the account "
                    + who.account() + " needs the role OPERATOR.");
        }
        sql.delete(id);
        tell(view, "REMOVED", who);
        return view;
    }

    private void tell(SavedView view, String to, Person who) {
        events.append(
                "view",
                view.id(),
                null,
                to,
                "user " + who.account(),
                view.name() + (view.shared() ? ", for all" : "") + ": "
                        + (view.query().isEmpty() ? "all jobs" : view.query()));
    }
}
