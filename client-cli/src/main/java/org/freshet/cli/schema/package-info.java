/**
 * Checks job descriptions against the published schema, without a server. It interprets the keywords that the schema
 * uses and no others: a complete validator would be five times as large as the command, would not know lines and
 * columns, and would answer in the words of JSON Schema instead of those of the server.
 */
@NullMarked
package org.freshet.cli.schema;

import org.jspecify.annotations.NullMarked;
