package org.freshet.cli.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What a person gives to be different from the DAG: a word, JSON, or a file that holds JSON. */
final class WishText {

    private WishText() {}

    /** Also the name of a policy. */
    static JsonNode files(String text) {
        return text.equals("sticky") || text.startsWith("inherit:") ? StringNode.valueOf(text) : json("--files", text);
    }

    /** @param option where the text was given, for people */
    static JsonNode json(String option, String text) {
        var isJson = text.stripLeading().startsWith("{");
        try {
            return Json.MAPPER.readTree(isJson ? text : Files.readString(Path.of(text)));
        } catch (JacksonException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    option + ": " + (isJson ? "this" : text) + " is not JSON: " + e.getOriginalMessage(),
                    e);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    option + ": '" + text + "' is neither JSON, which begins with {, nor a file that can be read.",
                    e);
        }
    }
}
