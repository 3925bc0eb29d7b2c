package org.freshet.batch;

/**
 * Why the batch system stopped trying.
 *
 * @param code its number for the kind of reason, see the batch system's manual
 * @param subcode its number within the kind, often an errno of Unix
 * @param reason its own words; empty if it has none
 * @param advice what a person can do about it, a sentence without full stop
 */
public record Hold(int code, int subcode, String reason, String advice) {}
