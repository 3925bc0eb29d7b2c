package org.freshet.pilot.talk;

import java.util.List;
import org.freshet.protocol.AttemptId;
import org.freshet.protocol.Exchange;
import org.freshet.protocol.MachineState;
import org.freshet.protocol.Offer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange before it is sent; sent again, it differs in the ages of its reports only.
 *
 * @param machine how the machine does, if that is to be said
 */
public record Message(
        long seq,
        @Nullable AttemptId holds,
        List<News> news,
        @Nullable Offer want,
        @Nullable String leaving,
        @Nullable MachineState machine) {

    public Message {
        news = List.copyOf(news);
    }

    Exchange now() {
        var reports = news.stream().map(News::now).toList();
        return new Exchange(seq, holds, reports, want, StorableText.ofPresent(leaving), machine);
    }

    /** What counts for the jobs, for a server that refuses the whole. */
    Message essential() {
        return new Message(seq, holds, news.stream().map(News::essential).toList(), want, farewell(), null);
    }

    /** What a server needs to go on with this pilot, without its news. */
    Message bare() {
        return new Message(seq, holds, List.of(), want, farewell(), null);
    }

    private @Nullable String farewell() {
        return leaving == null ? null : "The pilot's log says why.";
    }
}
