package org.freshet.pilot.talk;

import java.util.List;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.Offer;
import org.jspecify.annotations.Nullable;

/** An exchange before it is sent; sent again, it differs in the ages of its reports only. */
public record Message(
        long seq,
        @Nullable AttemptId holds,
        List<News> news,
        @Nullable Offer want,
        @Nullable String leaving) {

    public Message {
        news = List.copyOf(news);
    }

    Exchange now() {
        return new Exchange(seq, holds, news.stream().map(News::now).toList(), want, leaving);
    }
}
