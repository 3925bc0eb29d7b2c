package org.freshet.server.platform;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.jdk.StringDeserializer;

/** Refuses U+0000 in every text: PostgreSQL stores no text with it. */
final class StorableText extends StringDeserializer {

    static final String REFUSAL = "the character U+0000 is not allowed";

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        var text = super.deserialize(parser, context);
        if (text.indexOf('\0') >= 0) {
            throw context.weirdStringException(text, String.class, REFUSAL);
        }
        return text;
    }
}
