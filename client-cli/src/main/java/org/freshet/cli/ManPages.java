package org.freshet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freshet.cli.session.Session;
import org.freshet.cli.session.Time;
import org.freshet.cli.text.Terminal;
import picocli.CommandLine;

/** Writes the manual pages of all commands, one file for each, for whoever packs Freshet. */
final class ManPages {

    private final String version;
    private final String day;

    private ManPages(String version, String day) {
        this.version = version;
        this.day = day;
    }

    /**
     * Writes them.
     *
     * @param arguments an existing directory, the version, and the day that the pages carry (2026-11-20)
     */
    public static void main(String[] arguments) throws IOException {
        var session = new Session(
                Map.of(),
                InputStream.nullInputStream(),
                new Terminal(System.out, System.err, false, false, 0),
                Time.ofThisMachine());
        for (var page : pages(session, arguments[1], arguments[2]).entrySet()) {
            Files.writeString(Path.of(arguments[0], page.getKey()), page.getValue());
        }
    }

    /** Content by file name, for example {@code freshet-job-submit.1}. */
    static Map<String, String> pages(Session session, String version, String day) {
        var pages = new LinkedHashMap<String, String>();
        var root = Freshet.commandLine(session);
        new ManPages(version, day)
                .add(root, root.getCommandSpec().usageMessage().exitCodeList(), pages);
        return pages;
    }

    private void add(CommandLine command, Map<String, String> exitCodes, Map<String, String> pages) {
        var page = new ManPage(command, exitCodes);
        pages.put(ManPage.name(command) + ".1", page.text(version, day));
        for (var child : List.copyOf(command.getSubcommands().values())) {
            if (!child.getCommandSpec().usageMessage().hidden()) {
                add(child, exitCodes, pages);
            }
        }
    }
}
