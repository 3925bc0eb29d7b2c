package org.freshet.test.support;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A new database whose clock a test can set: its functions that tell the time stand before those of PostgreSQL. */
public final class SkewedDatabase {

    private final TestDatabase plain;

    private SkewedDatabase(TestDatabase plain) {
        this.plain = plain;
    }

    /** A database whose clock is right. */
    public static SkewedDatabase create() {
        var skewed = new SkewedDatabase(TestDatabase.create());
        skewed.execute("create schema skew");
        skewed.execute("create table skew.shift as select interval '0' as by");
        for (var name : List.of("now", "clock_timestamp")) {
            skewed.execute("""
                    create function skew.%1$s() returns timestamptz language sql volatile
                    as 'select pg_catalog.%1$s() + by from skew.shift'
                    """.formatted(name));
        }
        return skewed;
    }

    /** Starts a server on it. */
    public TestServer startServer(String... properties) {
        var path = "options=-c%20search_path=skew,pg_catalog,public";
        var url = plain.url() + (plain.url().contains("?") ? "&" : "?") + path;
        var all = new ArrayList<>(List.of(properties));
        all.add("spring.flyway.default-schema=public");
        all.add("spring.jpa.properties.hibernate.default_schema=public");
        return TestServer.start(new TestDatabase(url, plain.user(), plain.password()), all.toArray(String[]::new));
    }

    /** Sets the clock, this much off the right time. */
    public void set(Duration off) {
        execute("update skew.shift set by = make_interval(secs => " + off.toSeconds() + ")");
    }

    private void execute(String sql) {
        try (var connection = DriverManager.getConnection(plain.url(), plain.user(), plain.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
