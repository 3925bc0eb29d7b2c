/**
 * Random faults strike a real installation at work; then a checker that trusts only what payloads wrote themselves and the
 * tables says whether anything was lost, doubled or left behind.
 */
@NullMarked
package org.freshet.test.chaos;

import org.jspecify.annotations.NullMarked;
