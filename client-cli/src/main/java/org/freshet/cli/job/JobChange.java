package org.freshet.cli.job;

import java.util.ArrayList;
import java.util.List;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.IdArgument;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.ServerCommand;
import org.freshet.cli.session.Session;
import org.freshet.protocol.JobView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** A change asked for each of several jobs. One that is refused does not keep the others from being tried. */
abstract class JobChange extends ServerCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the job's history.")
    private @Nullable String reason;

    JobChange(Session session) {
        super(session);
    }

    /** The jobs to change. */
    abstract List<IdArgument> ids();

    /** Last part of the URL. */
    abstract String action();

    /** What follows the job's name in the answer: {@code is cancelled}. */
    abstract String done(JobView job);

    /** Adds what the change needs beside its reason. */
    void describe(ObjectNode body) {}

    @Override
    protected final ExitCode run() {
        byte[] body = body();
        var answers = new ArrayList<Answer>();
        var worst = ExitCode.OK;
        for (var id : ids()) {
            try {
                var answer = server().post("/jobs/" + id + "/" + action(), body);
                answers.add(answer);
                say(answer);
            } catch (CommandFailure failure) {
                failure.sentences().forEach(terminal()::note);
                worst = worst.worse(failure.code());
                if (failure.code() == ExitCode.UNREACHABLE) {
                    notTried(id);
                    break;
                }
            }
        }
        printJson(answers);
        return worst;
    }

    private byte[] body() {
        var body = Json.MAPPER.createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        describe(body);
        return Json.MAPPER.writeValueAsBytes(body);
    }

    private void say(Answer answer) {
        if (!json()) {
            var job = answer.as(JobView.class);
            terminal().say(JobWords.title(job) + " " + done(job) + ".");
        }
    }

    private void notTried(IdArgument last) {
        var rest = ids().subList(ids().indexOf(last) + 1, ids().size());
        if (!rest.isEmpty()) {
            terminal()
                    .note("Not tried: "
                            + String.join(
                                    ", ", rest.stream().map(IdArgument::text).toList()) + ".");
        }
    }

    private void printJson(List<Answer> answers) {
        if (!json()) {
            return;
        }
        if (ids().size() == 1) {
            answers.forEach(answer -> terminal().json(answer.bytes()));
            return;
        }
        var list = Json.MAPPER.createArrayNode();
        answers.forEach(answer -> list.add(answer.tree()));
        terminal().json(Json.MAPPER.writeValueAsBytes(list));
    }
}
