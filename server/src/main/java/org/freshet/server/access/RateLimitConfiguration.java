package org.freshet.server.access;

import org.freshet.server.platform.ApiSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the limit in front of everything else that looks at a request. */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

    @Bean
    RateLimit rateLimit(ApiSettings settings, PilotShares pilots, RefusedAccess refused) {
        return new RateLimit(settings, pilots, refused);
    }
}
