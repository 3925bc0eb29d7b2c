package org.freshet.cli.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands of a group by name, built only if a call needs them: to build all takes longer than to carry most out. */
public final class Subcommands {

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    public Subcommands with(String name, Supplier<Object> command) {
        commands.put(name, command);
        return this;
    }

    /**
     * Adds the one that is called, or all if none is, for a help or a guess at what was meant.
     *
     * @param words what follows the group's name in the call
     */
    public CommandLine addTo(CommandLine group, List<String> words) {
        var called = words.isEmpty() ? null : commands.get(words.getFirst());
        if (called == null) {
            commands.forEach((name, command) -> group.addSubcommand(name, command.get()));
        } else {
            group.addSubcommand(words.getFirst(), called.get());
        }
        return group;
    }
}
