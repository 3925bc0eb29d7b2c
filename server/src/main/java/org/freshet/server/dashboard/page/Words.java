package org.freshet.server.dashboard.page;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The sentences of {@code messages.properties} that need more than a template can decide. */
@Component
public class Words {

    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * A sentence with its blanks filled in.
     *
     * @param args numbers get a comma every three digits; ids are therefore given as text
     */
    public String say(String key, Object... args) {
        return messages.getMessage(key, args, Locale.ENGLISH);
    }
}
