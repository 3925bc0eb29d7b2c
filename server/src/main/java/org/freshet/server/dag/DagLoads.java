package org.freshet.server.dag;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.freshet.protocol.DagChecked;
import org.freshet.protocol.DagLoaded;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.EventSql;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Invalid;
import org.freshet.server.platform.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do with DAGs. A version that is there is never touched, whatever becomes of a load. */
@Service
class DagLoads {

    private static final int TRIES = 5;
    private static final int MOST_NAMED = 10;

    private final TransactionTemplate transaction;
    private final Dags dags;
    private final DagRepository templates;
    private final DagVersionRepository versions;
    private final ObjectProvider<DagUse> uses;
    private final EventSql history;
    private final Clock clock;

    DagLoads(
            TransactionTemplate transaction,
            Dags dags,
            DagRepository templates,
            DagVersionRepository versions,
            ObjectProvider<DagUse> uses,
            EventSql history,
            Clock clock) {
        this.transaction = transaction;
        this.dags = dags;
        this.templates = templates;
        this.versions = versions;
        this.uses = uses;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param operator whether it may change what belongs to others
     */
    record Person(String name, boolean operator) {

        boolean owns(DagTemplate template) {
            return operator || template.owner().equals(name);
        }
    }

    /** Throws {@link Invalid} with every problem of the file. */
    DagChecked check(String name, byte[] text) {
        var dag = DagFile.read(DagTerms.name(name), text).dag();
        var description = DagTerms.effective(null, dag.description(), "");
        return new DagChecked(
                name, description, dag.vertices().size(), dag.edges().size(), dags.notices(dag));
    }

    /**
     * Stores the file as the newest version of the DAG, unless that says the same already.
     *
     * @param description null = what the file says
     */
    DagLoaded load(String name, byte[] text, @Nullable String description, Person person) {
        var given = DagTerms.given(description);
        var file = DagFile.read(DagTerms.name(name), text);
        var created = inTurn(
                name,
                () -> templates
                        .findByName(name)
                        .map(it -> renew(it, file, given, person))
                        .orElseGet(() -> make(name, file, given, person)));
        return new DagLoaded(dags.view(name, null), created, dags.notices(file.dag()));
    }

    private boolean make(String name, DagFile file, @Nullable String given, Person person) {
        var template = templates.saveAndFlush(DagTemplate.of(name, person.name(), clock.instant()));
        var description = DagTerms.effective(given, file.dag().description(), "");
        store(template, null, file, description, person);
        return true;
    }

    private boolean renew(DagTemplate template, DagFile file, @Nullable String given, Person person) {
        if (!person.owns(template)) {
            throw new Conflict("DAG \"" + template.name() + "\" belongs to " + template.owner()
                    + "; nothing was stored. Load yours under another name, or ask " + template.owner()
                    + " or an operator to load it.");
        }
        var before = dags.view(template.name(), template.newest()).description();
        var description = DagTerms.effective(given, file.dag().description(), before);
        var digest = versions.digest(template.id(), template.newest()).orElseThrow();
        if (Arrays.equals(digest, file.digest()) && description.equals(before)) {
            return false;
        }
        template.renew();
        store(templates.saveAndFlush(template), "ACTIVE", file, description, person);
        return true;
    }

    private void store(DagTemplate template, @Nullable String was, DagFile file, String description, Person person) {
        versions.save(DagVersion.newestOf(template, file, description, person.name(), clock.instant()));
        var what = "version %d: %d vertices, %d edges"
                .formatted(
                        template.newest(),
                        file.dag().vertices().size(),
                        file.dag().edges().size());
        history.append("dag", template.id(), was, "ACTIVE", "user " + person.name(), what);
    }

    /** Removes it with all its versions; workflows that were made of it have what they need. */
    void delete(String name, @Nullable String reason, Person person) {
        var why = Reason.optional(reason);
        inTurn(name, () -> {
            var template = dags.get(name);
            if (!person.owns(template)) {
                throw new Forbidden("DAG \"" + name + "\" belongs to " + template.owner()
                        + ". To delete the DAGs of others, the account " + person.name()
                        + " needs the role OPERATOR. Ask " + template.owner() + " or an operator.");
            }
            refuseIfUsed(name);
            templates.delete(template);
            templates.flush();
            history.append(
                    "dag",
                    template.id(),
                    "ACTIVE",
                    "DELETED",
                    "user " + person.name(),
                    Reason.with(
                            "DAG " + name + " with " + template.newest()
                                    + (template.newest() == 1 ? " version" : " versions"),
                            why));
            return true;
        });
    }

    private void refuseIfUsed(String name) {
        List<Long> open = uses.orderedStream()
                .flatMap(it -> it.openWorkflows(name).stream())
                .toList();
        if (!open.isEmpty()) {
            var ids = open.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            throw new Conflict("DAG \"" + name + "\" has workflows that have not ended: " + ids
                    + (open.size() > MOST_NAMED ? " and more" : "")
                    + ". Nothing was deleted. Wait until they have ended, or cancel them first.");
        }
    }

    /** Again, if somebody else changed it at the same moment: then this one comes after. */
    private boolean inTurn(String name, Supplier<Boolean> change) {
        for (int n = 1; n < TRIES; n++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> change.get()));
            } catch (DataIntegrityViolationException | OptimisticLockingFailureException e) {
                // The next try sees what was done.
            }
        }
        try {
            return Objects.requireNonNull(transaction.execute(status -> change.get()));
        } catch (OptimisticLockingFailureException e) {
            throw new Conflict("DAG \"" + name + "\" is changed by others again and again; nothing was changed now."
                    + " Look at it and ask again.");
        }
    }
}
