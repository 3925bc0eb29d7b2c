package org.freshet.server.platform.postgres;

/** What is said to PostgreSQL in single-user mode, one statement per line as that mode wants it. */
final class FirstStartSql {

    /**
     * The server works as an ordinary role that owns its database, as it does with an external PostgreSQL: what needs a
     * superuser fails here too, and a statement smuggled in cannot read files or start programs.
     */
    static final String MAKE_ROLE_AND_DATABASE = """
            create role freshet login
            create database freshet owner freshet
            grant pg_read_all_stats to freshet
            """;

    private FirstStartSql() {}

    /** @param password letters, digits, minus and underscore only */
    static String setPasswords(String password) {
        return """
            alter role freshet password '%1$s'
            alter role postgres password '%1$s'
            """.formatted(password);
    }
}
