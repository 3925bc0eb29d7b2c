package org.freshet.server.pool;

import java.nio.file.Path;
import java.time.Duration;
import org.freshet.batch.htcondor.CondorCommands;
import org.freshet.batch.htcondor.PilotFiles;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * HTCondor as this server reaches it.
 *
 * @param enabled whether this server itself submits pilots; otherwise submit hosts do, with {@code freshet pool run}
 * @param bin directory of condor_submit and the other commands; empty = they are on the PATH
 * @param every time between two calculations of a site
 * @param directory where the files of orders and the logs of pilots are written; empty = below the home
 * @param template submit file with places to fill in
 * @param start the job's executable
 * @param packed the pilot with a Java of its own
 */
@ConfigurationProperties("freshet.htcondor")
record HTCondorSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("") String bin,
        @DefaultValue("15s") Duration every,
        @DefaultValue("") String directory,
        @DefaultValue("pilot.sub") Path template,
        @DefaultValue("start-pilot") Path start,
        @DefaultValue("pilot-package.tar.gz") Path packed) {

    HTCondorSettings {
        if (!every.isPositive()) {
            throw new IllegalArgumentException("freshet.htcondor.every must be longer than nothing, not " + every);
        }
        if (!directory.isEmpty() && !Path.of(directory).isAbsolute()) {
            throw new IllegalArgumentException(
                    "freshet.htcondor.directory is \"" + directory + "\"; a full path is expected.");
        }
    }

    PilotFiles files() {
        return new PilotFiles(template, start, packed);
    }

    CondorCommands commands() {
        return new CondorCommands(bin.isEmpty() ? null : Path.of(bin), System.getenv(), CondorCommands.Limits.STANDARD);
    }
}
