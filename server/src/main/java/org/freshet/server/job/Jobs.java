package org.freshet.server.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.freshet.protocol.JobId;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Spelling;
import org.freshet.protocol.Submitted;
import org.freshet.server.job.SubmissionSql.Earlier;
import org.freshet.server.job.SubmissionSql.NewJob;
import org.freshet.server.job.WorkflowSteps.Moved;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.Forbidden;
import org.freshet.server.platform.Installation;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with jobs: submit, hold, release, cancel, retry, put before others. */
@Service
public class Jobs {

    private static final int CHUNK = 5000;

    /** Who brings more new types at once does not mistype them. */
    private static final int MOST_DOUBTS = 20;

    private final SubmissionSql submissions;
    private final JobChangeSql changes;
    private final JobQuerySql query;
    private final JobDigest digests;
    private final ReadyHint hint;
    private final Installation installation;
    private final WorkflowSteps workflows;

    Jobs(
            SubmissionSql submissions,
            JobChangeSql changes,
            JobQuerySql query,
            JobDigest digests,
            ReadyHint hint,
            Installation installation,
            WorkflowSteps workflows) {
        this.submissions = submissions;
        this.changes = changes;
        this.query = query;
        this.digests = digests;
        this.hint = hint;
        this.installation = installation;
        this.workflows = workflows;
    }

    /**
     * Stores all descriptions of all submissions or none. A description whose key this owner used before gives the job of
     * that time if its content is the same, and is a {@link Conflict} if not.
     *
     * @param owner name of the account
     * @return an answer for each submission
     */
    @Transactional
    List<Submitted> submit(List<JobDescriptionReader.Descriptions> submissions, String owner) {
        var jobs = submissions.stream().flatMap(it -> it.jobs().stream()).toList();
        checkSites(jobs);
        var earlier = earlier(jobs, owner);
        var items = new ArrayList<Submitted.Item>(jobs.size());
        var added = new ArrayList<NewJob>();
        var prepared = prepare(jobs, jobs.size() - earlier.size(), owner);
        var ids = prepared.ids().iterator();
        for (var job : jobs) {
            var before = job.key() == null ? null : earlier.get(job.key());
            if (before != null) {
                items.add(sameAs(before, job));
            } else {
                var id = ids.next();
                var digest = job.key() == null ? null : digests.of(job);
                added.add(new NewJob(
                        id,
                        Objects.requireNonNull(prepared.requirements().get(job.requirement())),
                        job,
                        digests.json(job.env()),
                        digest,
                        null,
                        null));
                items.add(item(id, job.name(), job.held() ? JobState.TEMPLATE : JobState.DEFINED, true));
            }
        }
        store(added, owner, null);
        if (added.stream().anyMatch(it -> !it.description().held())) {
            hint.give();
        }
        return answers(submissions, items, prepared.newTypes());
    }

    private List<Submitted> answers(
            List<JobDescriptionReader.Descriptions> submissions, List<Submitted.Item> items, List<String> newTypes) {
        var fresh = new HashSet<>(newTypes);
        var known = known(newTypes);
        var answers = new ArrayList<Submitted>(submissions.size());
        var answered = 0;
        for (var submission : submissions) {
            var jobs = submission.jobs();
            var own = List.copyOf(items.subList(answered, answered + jobs.size()));
            answered += jobs.size();
            var notices = notices(submission, own);
            notices.addAll(doubts(types(jobs).stream().filter(fresh::contains).toList(), known));
            answers.add(new Submitted(own, notices));
        }
        return answers;
    }

    /** Stores the vertices of a workflow, one for each description. */
    List<String> submitVertices(
            JobDescriptionReader.Descriptions descriptions,
            List<VertexJobs.Vertex> vertices,
            long workflow,
            String owner) {
        var jobs = descriptions.jobs();
        checkSites(jobs);
        var prepared = prepare(jobs, 0, owner);
        var added = new ArrayList<NewJob>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            var job = jobs.get(i);
            var vertex = vertices.get(i);
            var requirement = Objects.requireNonNull(prepared.requirements().get(job.requirement()));
            added.add(new NewJob(
                    vertex.id(),
                    requirement,
                    job,
                    digests.json(job.env()),
                    null,
                    vertex.name(),
                    vertex.looseOutputs().isEmpty() ? null : digests.json(vertex.looseOutputs())));
        }
        store(added, owner, workflow);
        var notices = new ArrayList<>(descriptions.notices());
        notices.addAll(doubts(prepared.newTypes(), known(prepared.newTypes())));
        return notices;
    }

    private SubmissionSql.Prepared prepare(List<JobDescription> jobs, int ids, String owner) {
        var requirements =
                jobs.stream().map(JobDescription::requirement).distinct().toList();
        return submissions.prepare(types(jobs), requirements, ids, "user " + owner);
    }

    private void store(List<NewJob> jobs, String owner, @Nullable Long workflow) {
        for (int from = 0; from < jobs.size(); from += CHUNK) {
            submissions.add(jobs.subList(from, Math.min(from + CHUNK, jobs.size())), owner, "user " + owner, workflow);
        }
    }

    /** Checks what only the database knows, and stores nothing. */
    @Transactional(readOnly = true)
    Checked check(JobDescriptionReader.Descriptions descriptions) {
        checkSites(descriptions.jobs());
        var notices = new ArrayList<>(descriptions.notices());
        var types = new ArrayList<>(types(descriptions.jobs()));
        types.removeAll(submissions.types());
        notices.addAll(doubts(types, known(types)));
        var held = descriptions.jobs().stream().filter(JobDescription::held).count();
        if (held > 0) {
            notices.add("Held when submitted: " + held + " of "
                    + descriptions.jobs().size() + ". With \"state\": \"defined\" a job may run at once.");
        }
        return new Checked(descriptions.jobs().size(), notices);
    }

    /**
     * Answer to a check.
     *
     * @param jobs number of descriptions
     */
    record Checked(int jobs, List<String> notices) {}

    private void checkSites(List<JobDescription> jobs) {
        if (jobs.stream().allMatch(it -> it.requirement().site() == null)) {
            return;
        }
        var known = submissions.sites();
        var errors = new InputErrors();
        for (int i = 0; i < jobs.size(); i++) {
            var site = jobs.get(i).requirement().site();
            if (site != null && !known.contains(site)) {
                errors.add(i, "site", "there is no site \"" + site + "\"; known are " + String.join(", ", known), null);
            }
        }
        errors.throwIfAny();
    }

    private Map<String, Earlier> earlier(List<JobDescription> jobs, String owner) {
        var keys = new ArrayList<String>();
        for (var job : jobs) {
            if (job.key() != null) {
                keys.add(job.key());
            }
        }
        return keys.isEmpty() ? Map.of() : submissions.lockAndFindKeys(owner, keys);
    }

    private static List<String> types(List<JobDescription> jobs) {
        return jobs.stream().map(JobDescription::jobtype).distinct().toList();
    }

    /** What new types may be mistaken for. */
    private Set<String> known(List<String> newTypes) {
        if (newTypes.isEmpty()) {
            return Set.of();
        }
        var known = submissions.types();
        known.removeAll(newTypes);
        return known;
    }

    /** A new type is no mistake, but one that is spelt almost like an old one may be. */
    private static List<String> doubts(List<String> newTypes, Set<String> known) {
        if (newTypes.size() > MOST_DOUBTS) {
            return List.of();
        }
        return newTypes.stream()
                .flatMap(type -> Spelling.nearest(type, known)
                        .filter(it -> !withoutDigits(it).equals(withoutDigits(type)))
                        .map(it -> "The job type \"" + type + "\" is new; did you mean \"" + it + "\"?")
                        .stream())
                .toList();
    }

    /** Plane 1 and plane 2 are two types on purpose. */
    private static String withoutDigits(String type) {
        return type.replaceAll("[0-9]", "");
    }

    private Submitted.Item sameAs(Earlier before, JobDescription job) {
        if (!Arrays.equals(before.digest(), digests.of(job))) {
            throw new Conflict("Nothing was stored. The key \"" + job.key() + "\" was used before, for job "
                    + before.id() + " with other content. Use another key, or submit the same content.");
        }
        return item(before.id(), job.name(), JobState.valueOf(before.state()), false);
    }

    private Submitted.Item item(long id, String name, JobState state, boolean created) {
        var job = new JobId(id);
        return new Submitted.Item(job, installation.uuidOf(job), name, state, created);
    }

    private static List<String> notices(JobDescriptionReader.Descriptions descriptions, List<Submitted.Item> items) {
        var notices = new ArrayList<>(descriptions.notices());
        var held = items.stream()
                .filter(it -> it.created() && it.state() == JobState.TEMPLATE)
                .map(Submitted.Item::id)
                .toList();
        if (held.size() == 1) {
            notices.add("Job " + held.getFirst() + " is held; release it with: freshet job release " + held.getFirst());
        } else if (!held.isEmpty()) {
            notices.add(held.size() + " jobs are held (" + held.getFirst() + " to " + held.getLast()
                    + "); release them with: freshet job release ID…, or submit with \"state\": \"defined\".");
        }
        return notices;
    }

    /**
     * Refuses a change of somebody else's job to all but operators. To be asked before each of the following.
     *
     * @param user name of the account
     * @param isOperator whether it has that role
     */
    public void checkMayChange(JobId job, String user, boolean isOperator) {
        if (isOperator) {
            return;
        }
        var owner = changes.owner(job).orElseThrow(() -> query.unknown(job));
        if (!owner.equals(user)) {
            throw new Forbidden("Job " + job + " belongs to " + owner + ". To change the jobs of others, the account "
                    + user + " needs the role OPERATOR. Ask " + owner + " or an operator.");
        }
    }

    @Transactional
    public void cancel(JobId job, String user, @Nullable String reason) {
        var why = reason == null ? "cancelled by " + user : reason;
        var workflow = changes.lock(job);
        require(changes.cancel(job, "user " + user, why), job, "cancelled");
        tell(workflow, job, JobState.CANCELLED);
        hint.give(); // a place of its type may be free now
    }

    @Transactional
    public void hold(JobId job, String user, @Nullable String reason) {
        changes.lock(job);
        require(changes.hold(job, "user " + user, reason), job, "held");
    }

    @Transactional
    public void release(JobId job, String user, @Nullable String reason) {
        var workflow = changes.lock(job);
        var held = changes.state(job).filter(it -> it == JobState.TEMPLATE).isPresent();
        if (workflow != null && held) {
            workflows.beforeRelease(job, workflow);
        }
        require(changes.release(job, "user " + user, reason), job, "released");
        hint.give();
    }

    /**
     * A new attempt.
     *
     * @param usefulFor counts from now; needed if the result's time of use has passed
     */
    @Transactional
    public void retry(JobId job, String user, @Nullable String reason, @Nullable Duration usefulFor) {
        var workflow = changes.lock(job);
        if (workflow == null) {
            requireRetried(changes.retry(job, "user " + user, reason, usefulFor), job);
        } else {
            workflows.beforeRetry(job, workflow);
            requireRetried(changes.retryVertex(job, "user " + user, reason, usefulFor), job);
            workflows.afterRetry(job, workflow, usefulFor);
        }
        hint.give();
    }

    private void requireRetried(boolean retried, JobId job) {
        if (!retried && changes.isStale(job)) {
            throw new Conflict("Job " + job + " has passed the time until which its result is of use. Say for how long"
                    + " a new one is: usefulFor.");
        }
        require(retried, job, "retried");
    }

    @Transactional
    public void prioritise(JobId job, String user, int priority, @Nullable String reason) {
        var workflow = changes.lock(job);
        require(changes.prioritise(job, "user " + user, priority, reason), job, "given another priority");
        changes.state(job).ifPresent(it -> tell(workflow, job, it));
    }

    /** Its workflow may have passed over the job while it was locked here. */
    private void tell(@Nullable Long workflow, JobId job, JobState state) {
        if (workflow != null) {
            workflows.follow(List.of(new Moved(job.value(), workflow, state)));
        }
    }

    private void require(boolean changed, JobId job, String participle) {
        if (!changed) {
            var state = changes.state(job).orElseThrow(() -> query.unknown(job));
            throw new Conflict("Job " + job + " is " + state + " and cannot be " + participle + ".");
        }
    }
}
