package org.freshet.server.workflow;

import org.freshet.server.platform.FreshetHome;
import org.springframework.stereotype.Component;

/** Where files of workflows are whose edge does not say it. */
@Component
class DataDirectory {

    private final WorkflowSettings settings;
    private final FreshetHome home;

    DataDirectory(WorkflowSettings settings, FreshetHome home) {
        this.settings = settings;
        this.home = home;
    }

    /** A full path. The one in the home is made if it is missing; another one is the operator's, and the pilots'. */
    String path() {
        return settings.dataDirectory().isEmpty() ? home.directory("data").toString() : settings.dataDirectory();
    }
}
