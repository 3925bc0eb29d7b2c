package org.freshet.protocol;

/**
 * Whom a token speaks for: answer to {@code GET /api/v1/me}.
 *
 * @param user name of the account
 * @param token the one that was presented
 */
public record WhoAmI(String user, Role role, TokenView token) {}
