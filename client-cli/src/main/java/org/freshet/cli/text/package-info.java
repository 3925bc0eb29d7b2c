/**
 * Words and tables for people: durations, numbers, colours. Whatever comes from the server is stripped of control
 * characters here before it reaches a terminal.
 */
@NullMarked
package org.freshet.cli.text;

import org.jspecify.annotations.NullMarked;
