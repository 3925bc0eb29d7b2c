package org.freshet.server.workflow;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where workflows keep their files.
 *
 * @param dataDirectory of files whose edge names no directory, or a relative one; empty = {@code data} in the home
 */
@ConfigurationProperties("freshet.workflow")
record WorkflowSettings(@DefaultValue("") String dataDirectory) {

    WorkflowSettings {
        if (!dataDirectory.isEmpty() && !dataDirectory.startsWith("/")) {
            throw new IllegalArgumentException("freshet.workflow.data-directory (" + dataDirectory
                    + ") must be a full path: pilots on other hosts use it, too.");
        }
    }
}
