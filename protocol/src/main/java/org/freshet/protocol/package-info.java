/**
 * Ids and messages that server, pilot and CLI exchange as JSON under {@code /api/v1}: records, enums and sealed
 * interfaces without behaviour; and {@link Spelling}, so that both guess alike. Unknown fields are refused by the server and ignored by pilot and CLI, so that an
 * older agent understands a newer server. The conversation itself is described in {@code docs/protocol.md}.
 */
@NullMarked
package org.freshet.protocol;

import org.jspecify.annotations.NullMarked;
