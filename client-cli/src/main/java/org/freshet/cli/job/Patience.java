package org.freshet.cli.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.jspecify.annotations.Nullable;

/** Lets a long watch outlive a restart of the server: once it has answered, it may be away for a while. */
public final class Patience {

    private static final Duration LONGEST_ABSENCE = Duration.ofMinutes(2);

    private final Session session;
    private boolean answered;
    private @Nullable Duration awaySince;

    /** @param answered whether the server is known to be there */
    public Patience(Session session, boolean answered) {
        this.session = session;
        this.answered = answered;
    }

    /** Empty while the server is away and may still come back; then the caller asks again later. */
    public <T> Optional<T> ask(Supplier<T> question) {
        try {
            T answer = question.get();
            answered = true;
            awaySince = null;
            return Optional.of(answer);
        } catch (CommandFailure failure) {
            if (failure.code() != ExitCode.UNREACHABLE || !answered || isTooLong(failure)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private boolean isTooLong(CommandFailure failure) {
        var now = session.time().elapsed();
        if (awaySince == null) {
            awaySince = now;
            failure.sentences().forEach(session.terminal()::note);
            session.terminal().note("Asking again for up to 2 min.");
        }
        return now.minus(awaySince).compareTo(LONGEST_ABSENCE) > 0;
    }
}
