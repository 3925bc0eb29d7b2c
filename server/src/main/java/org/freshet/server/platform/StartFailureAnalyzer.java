package org.freshet.server.platform;

import org.freshet.server.platform.postgres.DatabaseUnusable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;

/** Turns the usual reasons why a server does not start into a sentence on what is wrong and one on what to do. */
final class StartFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnusable unusable) {
                return new FailureAnalysis(unusable.getMessage(), unusable.remedy(), unusable);
            }
            if (cause instanceof PortInUseException port) {
                return new FailureAnalysis(
                        "Port " + port.getPort() + " is in use by another program.",
                        "Stop that program, or start this server with another FRESHET_PORT.",
                        port);
            }
            if (cause instanceof StartRefused refused) {
                return new FailureAnalysis(refused.getMessage(), refused.remedy(), refused);
            }
            if (cause instanceof HomeInUse inUse) {
                return new FailureAnalysis(inUse.getMessage(), inUse.remedy(), inUse);
            }
        }
        return null;
    }
}
