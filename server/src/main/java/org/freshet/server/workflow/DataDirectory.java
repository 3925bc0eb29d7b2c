package org.freshet.server.workflow;

import java.util.List;
import java.util.Optional;
import org.freshet.server.platform.FreshetHome;
import org.freshet.server.workflow.Wiring.Dataset;
import org.springframework.stereotype.Component;

/** Where files of workflows are whose edge does not say it. */
@Component
class DataDirectory {

    private final WorkflowSettings settings;
    private final FreshetHome home;
    private final PayloadUserSql users;

    DataDirectory(WorkflowSettings settings, FreshetHome home, PayloadUserSql users) {
        this.settings = settings;
        this.home = home;
        this.users = users;
    }

    /** A full path. The one in the home is made if it is missing; another one is the operator's, and the pilots'. */
    String path() {
        return settings.dataDirectory().isEmpty() ? home.directory("data").toString() : settings.dataDirectory();
    }

    /** What is known to stand in the way of the jobs that use these files; empty = nothing. */
    Optional<String> doubt(List<Dataset> datasets) {
        if (!settings.dataDirectory().isEmpty()) {
            return Optional.empty();
        }
        var path = path();
        if (datasets.stream().noneMatch(it -> it.path().startsWith(path + "/"))) {
            return Optional.empty();
        }
        var strangers = users.runAs().stream()
                .filter(it -> !it.equals("root") && !it.equals(System.getProperty("user.name")))
                .toList();
        return strangers.isEmpty()
                ? Optional.empty()
                : Optional.of("Files of this workflow are in " + path + ", which only the server's user may enter, but"
                        + " there are pilots that run payloads as " + String.join(", ", strangers)
                        + ": jobs on them will fail. Set freshet.workflow.data-directory to a directory that payloads"
                        + " may write to, or give the edges a dirpath.");
    }
}
