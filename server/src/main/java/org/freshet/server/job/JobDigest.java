package org.freshet.server.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells whether two descriptions ask for the same: the SHA-256 of their JSON, with everything filled in. */
@Component
class JobDigest {

    private final JsonMapper json;

    JobDigest(JsonMapper json) {
        this.json = json;
    }

    byte[] of(JobDescription job) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(job));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String json(Map<String, ?> parts) {
        return json.writeValueAsString(parts);
    }
}
