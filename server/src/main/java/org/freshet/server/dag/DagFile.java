package org.freshet.server.dag;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.freshet.protocol.Problem.FieldError;
import org.freshet.server.platform.Invalid;
import org.freshet.workflows.Dag;
import org.freshet.workflows.GraphMlReader;
import org.freshet.workflows.GraphMlWriter;
import org.freshet.workflows.InvalidDag;
import org.freshet.workflows.Problem;

/** A file of GraphML that somebody sent, read. */
final class DagFile {

    private final byte[] text;
    private final Dag dag;

    private DagFile(byte[] text, Dag dag) {
        this.text = text;
        this.dag = dag;
    }

    /** Throws {@link Invalid} with every problem, each with its line. */
    static DagFile read(String name, byte[] text) {
        try {
            return new DagFile(text, GraphMlReader.read(name, text));
        } catch (InvalidDag e) {
            var problems = e.problems();
            var more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more problems)";
            throw new Invalid(
                    "DAG \"" + name + "\" was refused, and nothing was stored. " + problems.getFirst() + more,
                    problems.stream().map(DagFile::error).toList());
        }
    }

    private static FieldError error(Problem problem) {
        return new FieldError(null, problem.element(), problem.reason(), problem.line(), problem.column());
    }

    Dag dag() {
        return dag;
    }

    /** As it was sent. */
    byte[] text() {
        return text.clone();
    }

    /** SHA-256 of what it says: of how this program would write it. */
    byte[] digest() {
        try (var digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            GraphMlWriter.write(dag, digest);
            return digest.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
