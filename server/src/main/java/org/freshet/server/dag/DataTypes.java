package org.freshet.server.dag;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freshet.protocol.DataTypeView;
import org.freshet.protocol.DataTypeWish;
import org.freshet.protocol.DataTypesAdded;
import org.freshet.protocol.DataTypesAdded.Item;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Invalid;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The types of the data that pass between the vertices of workflows. */
@Service
public class DataTypes {

    private static final int TRIES = 3;

    private final TransactionTemplate transaction;
    private final DataTypeRepository types;
    private final EventSql history;
    private final Clock clock;

    DataTypes(TransactionTemplate transaction, DataTypeRepository types, EventSql history, Clock clock) {
        this.transaction = transaction;
        this.types = types;
        this.history = history;
        this.clock = clock;
    }

    /** Those of these names that exist, by their names. */
    public Map<String, DataTypeView> byName(Collection<String> names) {
        return types.findByNameIn(names).stream()
                .map(DataType::view)
                .collect(Collectors.toMap(DataTypeView::name, Function.identity()));
    }

    /**
     * By name, one more than the limit.
     *
     * @param after only names behind this one; empty = from the first
     */
    public List<DataTypeView> list(String after, int limit) {
        return types.findByNameGreaterThanOrderByName(after, Limit.of(limit + 1)).stream()
                .map(DataType::view)
                .toList();
    }

    /** Adds those that are not there yet, all or none; one that is there and differs is a {@link Conflict}. */
    DataTypesAdded add(List<DataTypeWish> wishes, String user) {
        var wanted = wishes.stream().map(DataTypeTerms::of).toList();
        check(wanted);
        for (int n = 1; ; n++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> addMissing(wanted, user)));
            } catch (DataIntegrityViolationException e) {
                if (n == TRIES) {
                    throw e;
                }
                // Somebody added one at the same moment, perhaps the same one.
            }
        }
    }

    private static void check(List<DataTypeTerms> wanted) {
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < wanted.size(); i++) {
            var path = wanted.size() == 1 ? "" : "[" + i + "].";
            wanted.get(i).check((field, reason) -> errors.add(new FieldError(null, path + field, reason, null, null)));
        }
        if (!errors.isEmpty()) {
            var first = errors.getFirst();
            var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more problems)";
            throw new Invalid("Nothing was stored. " + first.field() + ": " + first.reason() + more, errors);
        }
    }

    private DataTypesAdded addMissing(List<DataTypeTerms> wanted, String user) {
        var there = types.findByNameIn(wanted.stream().map(DataTypeTerms::name).toList()).stream()
                .collect(Collectors.toMap(it -> it.terms().name(), Function.identity()));
        var items = new ArrayList<Item>();
        for (var terms : wanted) {
            var known = there.get(terms.name());
            if (known == null) {
                var added = types.saveAndFlush(DataType.of(terms, clock.instant()));
                history.append("datatype", added.id(), null, "ACTIVE", "user " + user, null);
                there.put(terms.name(), added);
                items.add(new Item(added.view(), true));
            } else {
                refuseIfDifferent(known.terms(), terms);
                items.add(new Item(known.view(), false));
            }
        }
        return new DataTypesAdded(items);
    }

    private static void refuseIfDifferent(DataTypeTerms known, DataTypeTerms wanted) {
        if (!known.equals(wanted)) {
            throw new Conflict("There is a data type \"" + known.name() + "\" already, with "
                    + known.differencesTo(wanted) + ". Nothing was stored. A data type cannot be changed, since files"
                    + " of it may exist; take another name.");
        }
    }
}
