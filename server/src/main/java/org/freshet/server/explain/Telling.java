package org.freshet.server.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.freshet.protocol.Explanation;
import org.freshet.protocol.Explanation.Look;
import org.freshet.protocol.Fact;
import org.freshet.protocol.Fact.Code;
import org.jspecify.annotations.Nullable;

/** An explanation that is being put together. */
final class Telling {

    private final Instant now;
    private final List<String> more = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private Look look = Look.CALM;
    private String sentence = "";
    private @Nullable String nextStep;
    private @Nullable String command;

    Telling(Instant now) {
        this.now = now;
    }

    Telling calm(String headline) {
        return says(Look.CALM, headline);
    }

    Telling late(String headline) {
        return says(Look.LATE, headline);
    }

    Telling broken(String headline) {
        return says(Look.BROKEN, headline);
    }

    private Telling says(Look how, String headline) {
        look = how;
        sentence = headline;
        return this;
    }

    /** It is at least late, whatever was said first. */
    Telling atLeastLate() {
        look = look == Look.CALM ? Look.LATE : look;
        return this;
    }

    /** Adds a sentence; nothing for null. */
    Telling more(@Nullable String next) {
        if (next != null && !next.isBlank()) {
            more.add(next);
        }
        return this;
    }

    /** What a person should do, unless something weightier was said already. */
    Telling next(@Nullable String step, @Nullable String toType) {
        if (nextStep == null && command == null) {
            nextStep = step;
            command = toType;
        }
        return this;
    }

    Telling fact(Fact fact) {
        facts.add(fact);
        return this;
    }

    Telling fact(Code code) {
        return fact(code, null, null, null, null);
    }

    Telling fact(Code code, long count) {
        return fact(code, null, count, null, null);
    }

    Telling fact(Code code, String name) {
        return fact(code, name, null, null, null);
    }

    Telling fact(Code code, @Nullable String name, long count, @Nullable Long most) {
        return fact(code, name, count, null, most);
    }

    Telling fact(Code code, @Nullable String name, @Nullable Long count, @Nullable Long asked, @Nullable Long most) {
        facts.add(new Fact(code, name, count, asked, most));
        return this;
    }

    Explanation done() {
        return new Explanation(now, look, sentence, more, nextStep, command, facts);
    }
}
