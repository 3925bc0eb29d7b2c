package org.freshet.cli;

import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in sentences on stderr; a stack trace only with {@code FRESHET_DEBUG=1}. */
final class FailureSentences implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Session session;

    FailureSentences(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        var command = exception.getCommandLine();
        session.terminal().note(exception.getMessage());
        session.terminal().note("'" + command.getCommandSpec().qualifiedName() + " --help' shows what it understands.");
        trace(exception);
        return ExitCode.USAGE.number();
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult result) {
        session.terminal().endLive();
        trace(exception);
        if (exception instanceof CommandFailure failure) {
            failure.sentences().forEach(session.terminal()::note);
            return failure.code().number();
        }
        session.terminal().note("freshet itself failed: " + exception + ". Set FRESHET_DEBUG=1 to see where.");
        return ExitCode.FAULT.number();
    }

    private void trace(Exception exception) {
        if (session.debug()) {
            exception.printStackTrace(session.terminal().err());
        }
    }
}
