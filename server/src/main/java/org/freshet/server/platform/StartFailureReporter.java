package org.freshet.server.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Prints the reason why a server does not start in two lines. Spring Boot's own report, with a banner, is switched off. */
final class StartFailureReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(StartFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        log.error(
                "Freshet does not start. {}{}",
                analysis.getDescription(),
                analysis.getAction() == null ? "" : System.lineSeparator() + analysis.getAction());
    }
}
