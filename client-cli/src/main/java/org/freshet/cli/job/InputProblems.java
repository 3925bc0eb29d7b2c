package org.freshet.cli.job;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.freshet.cli.session.Answer;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.InputFile;
import org.freshet.cli.session.Json;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;
import org.freshet.protocol.Problem;
import org.freshet.protocol.Problem.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * What the server found wrong with a file, as {@code FILE:line:column: job INDEX, field: reason}.
 *
 * @param lines one per problem
 */
public record InputProblems(List<String> lines) {

    private static final int MOST_LINES = 20;
    private static final Batch AS_IT_IS = new Batch(new byte[0], List.of());

    public InputProblems {
        lines = List.copyOf(lines);
    }

    /** What the server says to a file that is sent as it is; a failure names what is wrong with it. */
    public static Answer answer(InputFile file, Supplier<Answer> question) {
        return answer(file, AS_IT_IS, question);
    }

    static Answer answer(InputFile file, Batch batch, Supplier<Answer> question) {
        try {
            return question.get();
        } catch (CommandFailure refusal) {
            if (!isFor(refusal)) {
                throw refusal;
            }
            throw new CommandFailure(
                    refusal.code(), of(file.label(), batch, refusal).first());
        }
    }

    /** Of a file that was sent as it is. */
    public static InputProblems of(String label, CommandFailure refusal) {
        return of(label, AS_IT_IS, refusal);
    }

    /** From a refusal; without single problems its sentence is the only line. */
    static InputProblems of(String label, Batch batch, CommandFailure refusal) {
        var problem = refusal.problem();
        var errors = problem == null ? null : problem.errors();
        if (problem == null || errors == null || errors.isEmpty()) {
            return new InputProblems(refusal.sentences().stream()
                    .map(line -> label + ": " + line)
                    .toList());
        }
        return of(label, batch, problem);
    }

    /** From the single problems of a refusal, or its detail if there are none. */
    static InputProblems of(String label, Batch batch, Problem problem) {
        var errors = problem.errors();
        if (errors == null || errors.isEmpty()) {
            return new InputProblems(List.of(label + ": " + problem.detail()));
        }
        return new InputProblems(errors.stream()
                .map(batch::asWritten)
                .distinct()
                .map(error -> line(label, error))
                .toList());
    }

    /** Whether a failure is about the content of what was sent. */
    public static boolean isFor(CommandFailure failure) {
        Problem problem = failure.problem();
        return problem != null && (problem.status() == 400 || problem.errors() != null);
    }

    /** The first 20, and how many more there are. */
    public List<String> first() {
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        return Stream.concat(
                        lines.stream().limit(MOST_LINES),
                        Stream.of("and " + Words.number(lines.size() - MOST_LINES) + " more"))
                .toList();
    }

    /**
     * Tells all of them, and how many there are.
     *
     * @param document what is printed in their place; null = nothing
     */
    public void tell(String label, @Nullable Problem document, Terminal terminal) {
        if (document != null) {
            terminal.json(Json.MAPPER.writeValueAsBytes(document));
        } else {
            lines.forEach(terminal::say);
        }
        terminal.note(Words.count(lines.size(), "problem") + " in " + label + ".");
    }

    private static String line(String label, FieldError error) {
        String place = position(label, error.line(), error.column());
        String job = error.index() == null ? "" : "job " + error.index();
        String field = error.field() == null ? "" : error.field();
        String comma = job.isEmpty() || field.isEmpty() ? "" : ", ";
        String subject = job + comma + field;
        return place + (subject.isEmpty() ? "" : " " + subject + ":") + " " + error.reason();
    }

    /** {@code FILE:line:column:} as far as known. */
    static String position(String label, @Nullable Integer line, @Nullable Integer column) {
        return label + (line == null ? "" : ":" + line + (column == null ? "" : ":" + column)) + ":";
    }
}
