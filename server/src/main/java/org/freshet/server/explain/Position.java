package org.freshet.server.explain;

import org.freshet.protocol.Fact.Code;
import org.freshet.server.explain.Queue.Ahead;

/** Says how many jobs are given out before one. */
final class Position {

    private Position() {}

    static void tell(JobCase job, Ahead ahead, Telling telling) {
        var same = ahead.sameType();
        var type = job.asked().jobtype();
        telling.fact(Code.JOBS_BEFORE, type, same, null);
        var sentence = same == 0
                ? "It is the next of type " + type
                : Say.counted(same, "job") + " of type " + type + Say.verb(same, " is", " are") + " before it";
        if (ahead.otherTypes() > 0) {
            telling.fact(Code.HIGHER_PRIORITY, ahead.otherTypes());
            sentence += ", and " + Say.counted(ahead.otherTypes(), "job") + " of other types "
                    + Say.verb(ahead.otherTypes(), "has", "have") + " a higher priority";
        }
        telling.more(Say.capital(sentence) + ".");
    }
}
