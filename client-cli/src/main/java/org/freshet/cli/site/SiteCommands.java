package org.freshet.cli.site;

import org.freshet.cli.session.DocumentedCommand;
import org.freshet.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code freshet site}. */
@Command(
        name = "site",
        description = "Show and change sites: how many pilots, where, and how they behave.",
        footerHeading = "%n",
        footer = "'freshet site COMMAND --help' shows the options of a command and examples.")
public final class SiteCommands extends DocumentedCommand {

    /** The group with its commands. */
    public static CommandLine of(Session session) {
        return new CommandLine(new SiteCommands())
                .addSubcommand(new SiteList(session))
                .addSubcommand(new SiteShow(session))
                .addSubcommand(new SiteAdd(session))
                .addSubcommand(new SiteSet(session))
                .addSubcommand(new SitePause(session))
                .addSubcommand(new SiteResume(session))
                .addSubcommand(new SiteNewSecret(session));
    }
}
