package org.freshet.test.bench.dispatch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jetty.server.ServerConnector;
import org.freshet.protocol.Assignment;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.protocol.JobId;
import org.freshet.protocol.ReportOutcome;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The web server of Freshet with its settings and nothing behind it: every exchange gets an answer of the usual size. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    JettyServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
@RestController
public class EchoServer {

    private static final AttemptId ATTEMPT = new AttemptId(new JobId(4_711_001), 1);
    private static final Assignment JOB = new Assignment(
            ATTEMPT,
            new UUID(0x0a1b2c3d4e5f8607L, 0x8000000000001267L),
            "no-op 4711001",
            "bench",
            "/bin/true",
            Map.of(),
            3600,
            false,
            List.of(),
            Map.of());
    private static final List<ReportOutcome> OUTCOMES =
            List.of(new ReportOutcome(ATTEMPT, ReportOutcome.Outcome.APPLIED, "Job 4711001 is FINISHED."));

    /** @param args its home; ends with its standard input */
    public static void main(String[] args) throws IOException {
        var server = SpringApplication.run(
                EchoServer.class,
                "--freshet.home=" + args[0],
                "--server.port=0",
                "--spring.main.web-application-type=servlet");
        Said.ready();
        Said.say("{\"port\":" + server.getEnvironment().getProperty("local.server.port") + "}");
        while (System.in.read() >= 0) {
            // nobody gives it orders
        }
        System.exit(SpringApplication.exit(server));
    }

    /** All simulated pilots connect at once. */
    @Bean
    static WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> acceptQueue() {
        return factory -> factory.addServerCustomizers(server -> Stream.of(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .forEach(it -> it.setAcceptQueueSize(4096)));
    }

    @PostMapping("/api/v1/pilots/{id}/exchange")
    ExchangeAnswer exchange(@PathVariable long id, @RequestBody Exchange exchange) {
        return new ExchangeAnswer(exchange.seq(), OUTCOMES, List.of(), JOB);
    }
}
