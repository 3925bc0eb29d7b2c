package org.freshet.server.platform;

import java.util.List;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What the web server itself does with every request, before and after Freshet. */
@Configuration(proxyBeanMethods = false)
class WebServerConfiguration {

    /** So many pilots may come back at the same moment; one that finds no place tries again only after a second, or three. */
    private static final int CONNECTIONS_ON_THEIR_WAY = 4096;

    private static final List<String> PACKED = List.of(
            "text/html", "text/css", "text/javascript", "application/javascript", "application/json", "text/csv");

    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> hardenedWebServer(JsonMapper json) {
        return factory -> factory.addServerCustomizers(server -> harden(server, json));
    }

    @Bean
    BodyLimit bodyLimit(ApiSettings settings) {
        return new BodyLimit(settings);
    }

    private static void harden(Server server, JsonMapper json) {
        server.setErrorHandler(new UnreadableRequests(json));
        server.insertHandler(packing());
        server.insertHandler(new UnreadBodies());
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector network) {
                network.setAcceptQueueSize(CONNECTIONS_ON_THEIR_WAY);
            }
            for (var protocol : connector.getConnectionFactories()) {
                if (protocol instanceof HttpConfiguration.ConnectionFactory http) {
                    http.getHttpConfiguration().addCustomizer(new BrowserHeaders());
                    // Header lines that come again: 100 kB for each connection, a gigabyte for 10,000 pilots.
                    http.getHttpConfiguration().setHeaderCacheSize(0);
                }
            }
        }
    }

    /**
     * Packs answers for whoever asks for it. Streams and logs are left as they are. Requests stay
     * packed, which whoever reads them refuses; the server's setting for this would have them unpacked.
     */
    private static CompressionHandler packing() {
        var gzip = new GzipCompression();
        gzip.setMinCompressSize(2048);
        var config = CompressionConfig.builder()
                .compressIncludeMethod(HttpMethod.GET.asString())
                .decompressExcludePath("/*");
        PACKED.forEach(config::compressIncludeMimeType);
        var packing = new CompressionHandler();
        packing.putCompression(gzip);
        packing.putConfiguration("/*", config.build());
        return packing;
    }
}
