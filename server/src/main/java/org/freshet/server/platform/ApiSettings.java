package org.freshet.server.platform;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one caller may ask of a server.
 *
 * @param maxBody longest request body; a longer one is answered with 413
 * @param requestsPerSecond of one token, or of one address without a token, in the long run; 0 = as many as come
 * @param burst how many may come at once after a pause
 * @param pilotRequestsPerSecond exchanges and logs of one pilot in the long run, five times as many after a pause; 0 = as
 *     many as come
 */
@ConfigurationProperties("freshet.api")
public record ApiSettings(
        @DefaultValue("64MB") DataSize maxBody,
        @DefaultValue("500") int requestsPerSecond,
        @DefaultValue("1000") int burst,
        @DefaultValue("200") int pilotRequestsPerSecond) {

    public ApiSettings {
        if (requestsPerSecond < 0 || burst < requestsPerSecond) {
            throw new IllegalArgumentException("freshet.api.requests-per-second (" + requestsPerSecond
                    + ") is 0 or more, and freshet.api.burst (" + burst + ") at least as much.");
        }
        if (pilotRequestsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "freshet.api.pilot-requests-per-second is " + pilotRequestsPerSecond + "; 0 or more is expected.");
        }
    }
}
