package org.freshet.cli.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.freshet.cli.session.CommandFailure;
import org.freshet.cli.session.ExitCode;
import org.freshet.cli.session.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A site's parameters in a file: a JSON object, or a list with one, as p3s has it. */
final class SiteFile {

    private static final int LARGEST = 1024 * 1024;

    private SiteFile() {}

    /** @param site the name that the file must have, if it has one */
    static ObjectNode read(String name, InputStream input, String site) {
        String label = "-".equals(name) ? "stdin" : name;
        try (var stream = "-".equals(name) ? input : Files.newInputStream(Path.of(name))) {
            byte[] bytes = stream.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new CommandFailure(ExitCode.REFUSED, label + " is larger than 1 MiB: it is no site.");
            }
            return one(Json.MAPPER.readTree(bytes), label, site);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.REFUSED, "There is no file " + label + ".", e);
        } catch (JacksonException e) {
            throw new CommandFailure(ExitCode.REFUSED, label + " is not JSON: " + e.getOriginalMessage() + ".", e);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(
                    ExitCode.REFUSED, "The file " + label + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static ObjectNode one(JsonNode content, String label, String site) {
        var one = content.isArray() && content.size() == 1 ? content.get(0) : content;
        if (!(one instanceof ObjectNode object)) {
            throw new CommandFailure(ExitCode.REFUSED, label + " does not hold one site, a JSON object.");
        }
        String named = object.path("name").asString(site);
        if (!named.equals(site)) {
            throw new CommandFailure(ExitCode.REFUSED, label + " describes site '" + named + "', not '" + site + "'.");
        }
        return object;
    }

    /** The same parameter as p3s calls it; the name itself if it has none. */
    static String nameInP3s(String parameter) {
        return switch (parameter) {
            case "cap" -> "pilots";
            case "maxJobs" -> "pilotcycles";
            case "heartbeatSeconds" -> "pilotbeat";
            case "lifetimeSeconds" -> "pilotlife";
            default -> parameter;
        };
    }
}
