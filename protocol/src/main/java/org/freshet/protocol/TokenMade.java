package org.freshet.protocol;

/**
 * Answer to {@code POST /api/v1/tokens}.
 *
 * @param token what lists show of it
 * @param secret the token itself, for the header {@code Authorization: Bearer SECRET}; shown here and never again
 */
public record TokenMade(TokenView token, String secret) {

    /** Without the secret: it would end in a log. */
    @Override
    public String toString() {
        return "TokenMade[" + token + "]";
    }
}
