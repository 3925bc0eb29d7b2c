package org.freshet.cli.dag;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import org.freshet.cli.session.Session;
import org.freshet.cli.text.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {
            "Write a DAG as GraphML that can be loaded again, and that says the same.",
            "Comments, layout and what other tools had added are not in it."
        },
        footer = {
            "  freshet dag export nightly > nightly.graphml",
            "  freshet dag export nightly --version 2 -o before.graphml"
        })
final class DagExport extends OneDag {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to (default: stdout); an older file of that name is replaced.")
    private @Nullable Path file;

    DagExport(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        byte[] text = server().get(place("/graphml")).bytes();
        if (file == null) {
            print(text);
        } else {
            write(text, file);
        }
        return ExitCode.OK;
    }

    private void print(byte[] text) {
        if (json()) {
            var document = Json.MAPPER
                    .createObjectNode()
                    .put("name", name())
                    .put("graphml", new String(text, StandardCharsets.UTF_8));
            terminal().json(Json.MAPPER.writeValueAsBytes(document));
        } else {
            terminal().out().write(text, 0, text.length);
        }
    }

    private void write(byte[] text, Path target) {
        try {
            Files.write(target, text);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    target + " cannot be written: " + e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                    e);
        }
        if (json()) {
            var document = Json.MAPPER
                    .createObjectNode()
                    .put("name", name())
                    .put("file", target.toString())
                    .put("bytes", text.length);
            terminal().json(Json.MAPPER.writeValueAsBytes(document));
        } else {
            terminal().say(target + " holds DAG " + name() + ": " + Words.count(text.length, "byte") + ".");
        }
    }
}
