package org.freshet.cli.job;

import java.util.List;
import java.util.stream.Stream;
import org.freshet.cli.session.CommandFailure;
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

    public InputProblems {
        lines = List.copyOf(lines);
    }

    /** Of a file that was sent as it is. */
    public static InputProblems of(String label, CommandFailure refusal) {
        return of(label, new Batch(new byte[0], List.of()), refusal);
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
