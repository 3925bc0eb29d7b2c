package org.freshet.cli.session;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.freshet.protocol.Problem;
import org.jspecify.annotations.Nullable;

/** Ends a command with sentences for the person and a code for the script. */
public final class CommandFailure extends RuntimeException {

    private final ExitCode code;
    private final transient List<String> sentences;
    private final transient @Nullable Problem problem;

    public CommandFailure(ExitCode code, String sentence) {
        this(code, List.of(sentence), null, null);
    }

    public CommandFailure(ExitCode code, String sentence, Throwable cause) {
        this(code, List.of(sentence), null, cause);
    }

    /** For refused input: one sentence per problem. */
    public CommandFailure(ExitCode code, List<String> sentences) {
        this(code, sentences, null, null);
    }

    CommandFailure(ExitCode code, String sentence, @Nullable Problem problem) {
        this(code, List.of(sentence), problem, null);
    }

    private CommandFailure(
            ExitCode code, List<String> sentences, @Nullable Problem problem, @Nullable Throwable cause) {
        super(String.join("\n", sentences), cause);
        this.code = code;
        this.sentences = List.copyOf(sentences);
        this.problem = problem;
    }

    public ExitCode code() {
        return code;
    }

    public List<String> sentences() {
        return sentences;
    }

    /** Whether nothing listens at the server's address, or no safe connection can be made: the next call will not do better. */
    public boolean neverConnected() {
        for (@Nullable Throwable why = getCause(); why != null; why = why.getCause()) {
            if (why instanceof ConnectException
                    || why instanceof HttpConnectTimeoutException
                    || why instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    /** What the server answered, if it was the server that refused. */
    public @Nullable Problem problem() {
        return problem;
    }
}
