package org.freshet.server.live;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the streams behind everything else that looks at a request before the pages do. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {

    @Bean
    PageStreamFilter pageStreamFilter(ObjectProvider<PageStreams> streams) {
        return new PageStreamFilter(streams);
    }
}
