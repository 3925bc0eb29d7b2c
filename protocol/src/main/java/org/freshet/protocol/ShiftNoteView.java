package org.freshet.protocol;

import java.time.Instant;

/**
 * What a shifter wants the next one to know.
 *
 * @param by account
 */
public record ShiftNoteView(long id, Instant at, String by, String text) {}
