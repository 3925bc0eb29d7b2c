package org.freshet.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.freshet.server.ServerApplication;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A server in this process, with the real PostgreSQL behind it and a home of its own. It orders no pilots and its sweeps
 * rest until a test calls them, unless properties say otherwise.
 */
public final class TestServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Path home;
    private final TestDatabase database;
    private final List<String> properties;

    private TestServer(
            ConfigurableApplicationContext context, Path home, TestDatabase database, List<String> properties) {
        this.context = context;
        this.home = home;
        this.database = database;
        this.properties = properties;
    }

    /**
     * Starts a server on a new database.
     *
     * @param properties {@code name=value}, before all others
     */
    public static TestServer start(String... properties) {
        return start(newHome(), TestDatabase.create(), List.of(properties));
    }

    /** Starts a server on a new database whose own clock, not the database's, is the test's. */
    public static TestServer startWith(Clock clock, String... properties) {
        return start(
                newHome(),
                TestDatabase.create(),
                List.of(properties),
                it -> it.registerBean("clockOfTheTest", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
    }

    /** Starts one more server on a database, with a home of its own that has no site's secret. */
    public static TestServer start(TestDatabase database, String... properties) {
        return start(newHome(), database, List.of(properties));
    }

    /** Starts a server on a database, some of whose own parts are watched. */
    public static TestServer startWith(BeanPostProcessor watch, TestDatabase database, String... properties) {
        return start(
                newHome(),
                database,
                List.of(properties),
                it -> it.getBeanFactory().addBeanPostProcessor(watch));
    }

    /** Starts one more server on the database of this one, with a home of its own that has the local site's secret. */
    public TestServer another(String... more) {
        var otherHome = newHome();
        try {
            Files.createDirectory(otherHome.resolve("sites"));
            Files.copy(home.resolve("sites/local.secret"), otherHome.resolve("sites/local.secret"));
            return start(otherHome, database, List.of(more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another server, too, can then order pilots of the site. */
    public void secretTo(TestServer other, String site) {
        try {
            var file = "sites/" + site + ".secret";
            Files.copy(home.resolve(file), other.home.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestServer start(Path home, TestDatabase database, List<String> properties) {
        return start(home, database, properties, it -> {});
    }

    private static TestServer start(
            Path home, TestDatabase database, List<String> properties, Consumer<GenericApplicationContext> change) {
        var arguments = new ArrayList<>(List.of(
                "--freshet.home=" + home,
                "--freshet.database.url=" + database.url(),
                "--freshet.database.user=" + database.user(),
                "--freshet.database.password=" + database.password(),
                "--freshet.database.connections=8",
                "--freshet.pool.enabled=false",
                "--freshet.sweep.enabled=false",
                // a scripted pilot says in a second what a real one says in an hour
                "--freshet.api.pilot-requests-per-second=0",
                "--server.port=0"));
        for (var property : properties) {
            // given twice, a property would have both values
            var name = "--" + property.substring(0, property.indexOf('=') + 1);
            arguments.removeIf(it -> it.startsWith(name));
            arguments.add("--" + property);
        }
        var application = new SpringApplication(ServerApplication.class);
        application.addInitializers(it -> change.accept((GenericApplicationContext) it));
        var context = application.run(arguments.toArray(String[]::new));
        return new TestServer(context, home, database, properties);
    }

    /** Stops this server and starts another one on its home and database. */
    public TestServer restart() {
        context.close();
        return start(home, database, properties);
    }

    private static Path newHome() {
        try {
            return Files.createTempDirectory("freshet-test-home");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    public Path home() {
        return home;
    }

    public TestDatabase database() {
        return database;
    }

    /** One of the server's own parts, for example a sweep. */
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /** Asks the database directly, for what no answer of the server tells. */
    public JdbcClient db() {
        return context.getBean(JdbcClient.class);
    }

    /** The API with the administrator's token. */
    public Api api() {
        return new Api(url(), secret("admin.token"));
    }

    /** The content of a small file in the home. */
    public String secret(String file) {
        try {
            return Files.readString(home.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        Directories.delete(home);
    }
}
