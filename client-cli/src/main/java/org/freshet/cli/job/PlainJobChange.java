package org.freshet.cli.job;

import java.util.List;
import org.freshet.cli.session.IdRange;
import org.freshet.cli.session.Session;
import picocli.CommandLine.Parameters;

/** A change of jobs that takes no argument but them. */
abstract class PlainJobChange extends JobChange {

    @Parameters(
            arity = "0..*",
            split = ",",
            paramLabel = "ID",
            description = "Numbers, ranges such as 3-7,9, or UUIDs of the jobs.")
    private List<String> ids = List.of();

    PlainJobChange(Session session, String action) {
        super(session, action);
    }

    @Override
    final List<IdRange> ids() {
        return IdRange.parse(ids);
    }
}
