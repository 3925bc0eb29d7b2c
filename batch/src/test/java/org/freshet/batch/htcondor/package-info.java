/** Tests of HTCondor's answers, which are in the resources as the real commands gave them. */
@NullMarked
package org.freshet.batch.htcondor;

import org.jspecify.annotations.NullMarked;
