package org.freshet.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freshet.protocol.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote into a file once instead of giving it with every call: {@code key = value}, first for all calls,
 * then below {@code [NAME]} for each server that has a name.
 *
 * @param path where it is, or would be
 * @param exists whether there is one
 * @param entries the first without a name, if anything stands before the first name
 */
public record ConfigFile(Path path, boolean exists, List<Entry> entries) {

    private static final String VARIABLE = "FRESHET_CONFIG";
    private static final List<String> KEYS = List.of(
            "url",
            "token",
            "token-file",
            "colour",
            "server",
            "htcondor-bin",
            "htcondor-template",
            "htcondor-directory");
    private static final List<String> KEYS_OF_A_SERVER = KEYS.subList(0, 3);

    public ConfigFile {
        entries = List.copyOf(entries);
    }

    /**
     * A server.
     *
     * @param name empty for the one in force when none is named
     */
    record Entry(String name, Map<String, String> values) {

        Entry {
            values = Map.copyOf(values);
        }

        Optional<String> value(String key) {
            return Optional.ofNullable(values.get(key));
        }

        boolean holdsAToken() {
            return values.containsKey("token");
        }
    }

    /** {@code FRESHET_CONFIG}, else {@code freshet/config} below {@code XDG_CONFIG_HOME} or {@code ~/.config}. */
    static ConfigFile from(Map<String, String> environment, Path userHome) {
        var named = value(environment, VARIABLE);
        var path = named.map(Path::of)
                .orElseGet(() -> value(environment, "XDG_CONFIG_HOME")
                        .map(Path::of)
                        .orElse(userHome.resolve(".config"))
                        .resolve("freshet/config"));
        try {
            var file = new ConfigFile(path, true, new ConfigReader(path).read(Files.readAllLines(path)));
            OwnersFile.checkOwn(path);
            if (file.entries.stream().anyMatch(Entry::holdsAToken)) {
                OwnersFile.check(path);
            }
            return file;
        } catch (NoSuchFileException e) {
            if (named.isPresent()) {
                throw new CommandFailure(
                        ExitCode.USAGE, "There is no file " + path + ", which " + VARIABLE + " names.", e);
            }
            return new ConfigFile(path, false, List.of());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** When colours are wanted, if it says so. */
    Optional<Colour> colour() {
        return general("colour").map(Colour::parse);
    }

    /** A value that stands before the first name. */
    Optional<String> general(String key) {
        return entry("").flatMap(it -> it.value(key));
    }

    Optional<Entry> entry(String name) {
        return entries.stream().filter(it -> it.name.equals(name)).findFirst();
    }

    /** The server of a name; a failure that tells which there are if there is none. */
    Entry server(String name) {
        return entry(name).filter(it -> !name.isEmpty()).orElseThrow(() -> unknown(name));
    }

    /** Where an entry stands, for people. */
    String placeOf(Entry entry) {
        return path + (entry.name.isEmpty() ? "" : " [" + entry.name + "]");
    }

    private CommandFailure unknown(String name) {
        var names =
                entries.stream().map(Entry::name).filter(it -> !it.isEmpty()).toList();
        String known = names.isEmpty()
                ? "; it names none. Write [" + name + "] and below it: url = https://…"
                : Spelling.nearest(name, names)
                        .map(it -> "; did you mean '" + it + "'?")
                        .orElse("; it has " + String.join(", ", names) + ".");
        return new CommandFailure(ExitCode.USAGE, path + " has no server '" + name + "'" + known);
    }

    static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }

    /** Reads the lines; refuses what it does not know, because a misspelt key would go unnoticed. */
    private record ConfigReader(Path path) {

        List<Entry> read(List<String> lines) {
            var entries = new ArrayList<Entry>();
            var values = new java.util.LinkedHashMap<String, String>();
            String name = "";
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.startsWith("[") && line.endsWith("]")) {
                    entries.add(entry(name, values));
                    name = line.substring(1, line.length() - 1).strip();
                    values.clear();
                } else if (!line.isEmpty() && !line.startsWith("#")) {
                    put(line, i + 1, name.isEmpty() ? KEYS : KEYS_OF_A_SERVER, values);
                }
            }
            entries.add(entry(name, values));
            return entries;
        }

        private void put(String line, int number, List<String> known, Map<String, String> values) {
            int equals = line.indexOf('=');
            String key = line.substring(0, Math.max(equals, 0)).strip();
            if (equals < 0) {
                String word = line.split("\\s+", 2)[0];
                throw refused(
                        ":" + number + ": there is no '='" + (isLikeAKey(word) ? " after '" + word + "'" : "")
                                + "; a setting is written as key = value.",
                        null);
            }
            if (!known.contains(key)) {
                String hint = Spelling.nearest(key, known)
                        .map(it -> "; did you mean '" + it + "'?")
                        .orElse("; known are " + String.join(", ", known) + ", as key = value.");
                throw refused(
                        ":" + number + ": there is no " + (isLikeAKey(key) ? "setting '" + key + "'" : "such setting")
                                + hint,
                        null);
            }
            if (values.put(key, line.substring(equals + 1).strip()) != null) {
                throw refused(":" + number + ": " + key + " is given twice.", null);
            }
        }

        /** Anything else is not told: it may be a token that stands alone, and one may end with the sign for a setting. */
        private static boolean isLikeAKey(String word) {
            return KEYS.contains(word) || Spelling.nearest(word, KEYS).isPresent();
        }

        private Entry entry(String name, Map<String, String> values) {
            var entry = new Entry(name, values);
            boolean token = values.containsKey("token") || values.containsKey("token-file");
            if (token && !values.containsKey("url")) {
                throw refused(": a token needs the url of the server that it is for.", null);
            }
            if (!name.isEmpty() && !values.containsKey("url")) {
                throw refused(": [" + name + "] has no url.", null);
            }
            return entry;
        }

        private CommandFailure refused(String sentence, @Nullable Exception cause) {
            return cause == null
                    ? new CommandFailure(ExitCode.USAGE, path + sentence)
                    : new CommandFailure(ExitCode.USAGE, path + sentence, cause);
        }
    }
}
