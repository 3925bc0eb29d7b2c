package org.freshet.cli;

import java.util.Collection;
import java.util.Objects;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Session;
import org.freshet.protocol.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in sentences on stderr; a stack trace only with {@code FRESHET_DEBUG=1}. */
final class FailureSentences implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Session session;

    FailureSentences(Session session) {
        this.session = session;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        var command = exception.getCommandLine();
        boolean isGroup = !command.getSubcommands().isEmpty();
        if (isGroup && !(exception instanceof UnmatchedArgumentException)) {
            command.usage(command.getErr());
        } else {
            session.terminal().note(sentence(exception, isGroup));
            session.terminal()
                    .note("'" + command.getCommandSpec().qualifiedName() + " --help' shows what it understands.");
        }
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

    private static String sentence(ParameterException exception, boolean isGroup) {
        if (exception instanceof UnmatchedArgumentException unmatched) {
            return sentence(unmatched, isGroup);
        }
        String message = Objects.requireNonNullElse(exception.getMessage(), "The command line was not understood.");
        return message.replaceFirst("^Error: ", "");
    }

    private static String sentence(UnmatchedArgumentException exception, boolean isGroup) {
        var command = exception.getCommandLine();
        String word = exception.getUnmatched().getFirst();
        String subject = "'" + command.getCommandSpec().qualifiedName() + "' ";
        if (word.startsWith("-")) {
            String name = word.replaceFirst("=.*", "");
            var known = command.getCommandSpec().optionsMap().keySet();
            return subject + "has no option '" + name + "'" + hint(name, known);
        }
        return isGroup
                ? subject + "has no command '" + word + "'"
                        + hint(word, command.getSubcommands().keySet())
                : subject + "takes no further '" + word + "'.";
    }

    private static String hint(String word, Collection<String> known) {
        return Spelling.nearest(word, known)
                .map(it -> "; did you mean '" + it + "'?")
                .orElse(".");
    }

    private void trace(Exception exception) {
        if (session.debug()) {
            exception.printStackTrace(session.terminal().err());
        }
    }
}
