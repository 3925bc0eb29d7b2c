package org.freshet.server.platform;

import org.freshet.server.platform.postgres.DatabaseUnusable;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Lets Spring Boot print what is wrong and what to do, instead of a stack trace. */
final class StartFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnusable unusable) {
                return new FailureAnalysis(unusable.getMessage(), unusable.remedy(), unusable);
            }
            if (cause instanceof HomeInUse inUse) {
                return new FailureAnalysis(inUse.getMessage(), inUse.remedy(), inUse);
            }
        }
        return null;
    }
}
