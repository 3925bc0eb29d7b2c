package org.freshet.batch.htcondor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a job needs to become a pilot.
 *
 * @param template the submit file with places to fill in, see {@code deploy/htcondor/pilot.sub}
 * @param start the job's executable, {@code deploy/htcondor/start-pilot}
 * @param packed the pilot with a Java of its own, {@code pilot-package.tar.gz}
 */
public record PilotFiles(Path template, Path start, Path packed) {

    public PilotFiles {
        template = template.toAbsolutePath().normalize();
        start = start.toAbsolutePath().normalize();
        packed = packed.toAbsolutePath().normalize();
    }

    /** Why no pilot can be submitted, if that is plain to see. */
    Optional<String> flaw() {
        return Stream.of(template, start, packed)
                .filter(it -> !Files.isRegularFile(it) || !Files.isReadable(it))
                .map(it -> it + " cannot be read: it belongs to Freshet's package, correct the settings below"
                        + " freshet.htcondor")
                .findFirst();
    }
}
