/** Commands about who may do what, and who did what. */
@NullMarked
package org.freshet.cli.account;

import org.jspecify.annotations.NullMarked;
