package org.freshet.server.dispatch;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the lane of exchanges before the rest of the web server. */
@Configuration(proxyBeanMethods = false)
class ExchangeLaneConfiguration {

    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> exchangeLane(ObjectProvider<KnownPilots> pilots) {
        return factory -> factory.addServerCustomizers(server -> server.insertHandler(new ExchangeLane(pilots)));
    }
}
