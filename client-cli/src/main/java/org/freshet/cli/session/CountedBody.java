package org.freshet.cli.session;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** The body of a request that tells how much of it was taken to be sent. */
record CountedBody(BodyPublisher body, Progress progress) implements BodyPublisher {

    static BodyPublisher of(byte[] bytes, Progress progress) {
        return new CountedBody(BodyPublishers.ofByteArray(bytes), progress);
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        body.subscribe(new Counter(subscriber));
    }

    private final class Counter implements Flow.Subscriber<ByteBuffer> {

        private final Flow.Subscriber<? super ByteBuffer> next;
        private long sent;

        Counter(Flow.Subscriber<? super ByteBuffer> next) {
            this.next = next;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            next.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer part) {
            sent += part.remaining();
            next.onNext(part);
            progress.sent(sent, contentLength());
        }

        @Override
        public void onError(Throwable failure) {
            next.onError(failure);
        }

        @Override
        public void onComplete() {
            next.onComplete();
        }
    }
}
