package org.freshet.server.platform;

import java.util.Collection;
import org.freshet.protocol.Spelling;

/** Ends the sentence of a refusal with the name that somebody who mistyped one may have meant. */
public final class DidYouMean {

    private DidYouMean() {}

    /** The end of a sentence, for example {@code ; did you mean "evdisp"?}; a full stop if no name is near. */
    public static String endOfSentence(String wrong, Collection<String> known) {
        return Spelling.nearest(wrong, known)
                .map(it -> "; did you mean \"" + it + "\"?")
                .orElse(".");
    }
}
