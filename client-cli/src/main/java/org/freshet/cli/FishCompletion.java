package org.freshet.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish, a line per command and option; picocli has none. */
final class FishCompletion {

    /** True when the words before the cursor, options left out, begin with those given, and no further command follows. */
    private static final String HEAD = """
            function __freshet_at
                set -l words
                for word in (commandline -opc)[2..-1]
                    string match -q -- '-*' $word; or set -a words $word
                end
                test (count $words) -ge (count $argv); or return 1
                set -l i 1
                for wanted in $argv
                    test $words[$i] = $wanted; or return 1
                    set i (math $i + 1)
                end
            end
            function __freshet_wants
                __freshet_at $argv; and not __freshet_below $argv
            end
            function __freshet_below
                for word in (commandline -opc)[(math (count $argv) + 2)..-1]
                    string match -q -- '-*' $word; or return 0
                end
                return 1
            end
            complete -c freshet -f
            """;

    private final StringBuilder script = new StringBuilder(HEAD);

    private FishCompletion() {}

    static String of(CommandLine root) {
        var completion = new FishCompletion();
        completion.add(root.getCommandSpec(), List.of());
        return completion.script.toString();
    }

    private void add(CommandSpec command, List<String> words) {
        boolean isGroup = !command.subcommands().isEmpty();
        String where = (isGroup ? "__freshet_wants " : "__freshet_at ") + String.join(" ", words);
        command.options().stream().filter(it -> !it.hidden()).forEach(it -> option(it, where.strip()));
        command.positionalParameters().forEach(it -> values(it, "complete -c freshet -n " + quoted(where.strip())));
        command.subcommands().forEach((name, sub) -> {
            script.append("complete -c freshet -n ")
                    .append(quoted(where.strip()))
                    .append(" -a ")
                    .append(name)
                    .append(" -d ")
                    .append(quoted(firstLine(sub.getCommandSpec().usageMessage().description())))
                    .append('\n');
            var below = new ArrayList<>(words);
            below.add(name);
            add(sub.getCommandSpec(), below);
        });
    }

    private void option(OptionSpec option, String where) {
        var line = new StringBuilder("complete -c freshet -n ").append(quoted(where));
        for (String name : sorted(option.names())) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        line.append(" -d ").append(quoted(firstLine(option.description())));
        if (option.arity().max() == 0) {
            script.append(line).append('\n');
        } else {
            values(option, line.append(" -r").toString());
        }
    }

    private void values(ArgSpec argument, String line) {
        var candidates = argument.completionCandidates();
        if (candidates != null) {
            script.append(line).append(" -a ").append(quoted(String.join(" ", candidates)));
        } else if (argument.type() == Path.class) {
            script.append(line).append(" -F");
        } else if (argument.isOption()) {
            script.append(line);
        } else {
            return;
        }
        script.append('\n');
    }

    private static List<String> sorted(String[] names) {
        return List.of(names).stream()
                .sorted(Comparator.comparingInt(String::length))
                .toList();
    }

    private static String firstLine(String[] description) {
        String line = description.length == 0 ? "" : description[0];
        return line.replace("%n", " ").replace("%%", "%").replaceAll(" *\\(default: \\$\\{DEFAULT-VALUE\\}\\)", "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
