/**
 * The pilot's side of the conversation with its servers: what is said, once per sequence number and until it is
 * answered, and to which server. The conversation is described in {@code docs/protocol.md}.
 */
@NullMarked
package org.freshet.pilot.talk;

import org.jspecify.annotations.NullMarked;
