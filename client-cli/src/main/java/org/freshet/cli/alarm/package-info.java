/** Commands that read alarms, acknowledge them and keep them silent. */
@NullMarked
package org.freshet.cli.alarm;

import org.jspecify.annotations.NullMarked;
