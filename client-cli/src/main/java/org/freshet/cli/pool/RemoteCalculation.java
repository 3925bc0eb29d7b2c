package org.freshet.cli.pool;

import org.freshet.batch.BatchAnswer;
import org.freshet.batch.PoolStep;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Segment;
import org.freshet.cli.session.Server;
import org.freshet.protocol.PoolRun;
import tools.jackson.databind.JsonNode;

/** A calculation that the server makes with this machine's hands: it names a task, this machine does it and answers. */
record RemoteCalculation(Server server, SubmitHost host) {

    private static final String DOUBT = "What was submitted is found by the next calculation.";

    /** Of two servers that take turns, the second telling finds the right one; of two by chance, one of these nearly surely. */
    private static final int MOST_TELLINGS = 8;

    /** More tasks than any calculation has. */
    private static final int MOST_STEPS = 1000;

    /**
     * What came of a calculation.
     *
     * @param document the same as the server sent it
     */
    record Finished(PoolRun run, JsonNode document) {}

    /** To the end; from the beginning again if no server knows of it any more. */
    Finished of(String site, boolean dryRun) {
        try {
            return once(site, dryRun);
        } catch (Forgotten forgotten) {
            // The pilots that it ordered are in the books, and those that got in are in the queue: the next one counts
            // both.
            return again(site, dryRun, forgotten);
        }
    }

    /** Mostly refused for a while: the turn of the calculation that was forgotten may not be over. */
    private Finished again(String site, boolean dryRun, Forgotten before) {
        try {
            return once(site, dryRun);
        } catch (Forgotten forgotten) {
            throw new CommandFailure(ExitCode.UNREACHABLE, forgotten.sentence, forgotten);
        } catch (CommandFailure failure) {
            if (failure.code() != ExitCode.CONFLICT) {
                throw failure;
            }
            throw new CommandFailure(ExitCode.UNREACHABLE, before.sentence, failure);
        }
    }

    private Finished once(String site, boolean dryRun) {
        var path = "/pool/" + Segment.of(site) + "/runs";
        var body = Json.MAPPER.createObjectNode().put("host", host.name()).put("dryRun", dryRun);
        var answer = ask(path, Json.MAPPER.writeValueAsBytes(body), "Nothing was submitted.");
        for (int n = 0; n < MOST_STEPS; n++) {
            var step = answer.as(PoolStep.class);
            var task = step.task();
            if (task == null) {
                return new Finished(result(step), answer.tree().path("result"));
            }
            var done = task.doWith(host.batch(step.installation()));
            answer = tell(path + "/" + step.run(), bytes(done));
        }
        throw new CommandFailure(
                ExitCode.UNREACHABLE, "The server does not come to an end with site " + site + ". " + DOUBT);
    }

    /**
     * Of several servers behind one address only one knows the calculation, so an answer that came to another is sent again. A
     * server takes it once.
     */
    private Answer tell(String path, byte[] done) {
        for (int n = 1; ; n++) {
            try {
                return ask(path, done, DOUBT);
            } catch (CommandFailure failure) {
                if (failure.code() != ExitCode.NOT_FOUND) {
                    throw failure;
                }
                if (n == MOST_TELLINGS) {
                    throw new Forgotten(failure);
                }
            }
        }
    }

    /** No server that was reached knows the calculation any more. */
    private static final class Forgotten extends RuntimeException {

        private final String sentence;

        Forgotten(CommandFailure failure) {
            super(failure);
            this.sentence = String.join(" ", failure.sentences());
        }
    }

    /** The type of the whole decides about the tag that says which kind it is. */
    private static byte[] bytes(BatchAnswer done) {
        return Json.MAPPER.writerFor(BatchAnswer.class).writeValueAsBytes(done);
    }

    private Answer ask(String path, byte[] body, String doubt) {
        try {
            return server.step(path, body);
        } catch (CommandFailure failure) {
            if (failure.code() != ExitCode.UNREACHABLE) {
                throw failure;
            }
            throw new CommandFailure(failure.code(), failure.getMessage() + " " + doubt, failure);
        }
    }

    private static PoolRun result(PoolStep step) {
        var result = step.result();
        if (result == null) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "The server named neither a task nor a result: it is of another version. " + DOUBT);
        }
        return result;
    }
}
