package org.freshet.server.dispatch;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.freshet.protocol.ExchangeAnswer;
import org.freshet.server.dispatch.KnownPilots.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Serves the exchanges of known pilots before everything else that the web server does with a request: what filters,
 * access rules and the choice of a controller cost is a multiple of what the exchange itself does. Whatever is unusual, and
 * all that goes wrong, is left to {@link ExchangeController}.
 */
final class ExchangeLane extends Handler.Wrapper {

    /** Attribute of a request whose exchange failed, with the reason: the controller only has to say it. */
    static final String FAILURE = ExchangeLane.class.getName() + ".failure";

    private static final String BEFORE_THE_ID = "/api/v1/pilots/";
    private static final String AFTER_THE_ID = "/exchange";
    private static final String SCHEME = "Bearer ";
    private static final HttpField JSON =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, MimeTypes.Type.APPLICATION_JSON.asString());

    /** A usual exchange has a few hundred bytes, with short logs some thousands. */
    private static final int LONGEST_BODY = 64 * 1024;

    private final ObjectProvider<KnownPilots> pilots;

    /** @param pilots looked for with the first request only: the web server is made before there is a database */
    ExchangeLane(ObjectProvider<KnownPilots> pilots) {
        this.pilots = pilots;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var caller = caller(request);
        if (caller == null) {
            return super.handle(request, response, callback);
        }
        new Call(caller, request, response, callback).begin();
        return true;
    }

    /** The pilot; null if the request is not a usual exchange of one that is known. */
    private @Nullable Caller caller(Request request) {
        if (!HttpMethod.POST.is(request.getMethod())) {
            return null;
        }
        var path = request.getHttpURI().getPath();
        if (path == null || !path.startsWith(BEFORE_THE_ID) || !path.endsWith(AFTER_THE_ID)) {
            return null;
        }
        int end = path.length() - AFTER_THE_ID.length();
        var token = token(request.getHeaders());
        if (end <= BEFORE_THE_ID.length() || token == null || !isUsual(request)) {
            return null;
        }
        return pilots.getObject().find(path.substring(BEFORE_THE_ID.length(), end), token);
    }

    private static @Nullable String token(HttpFields headers) {
        var header = headers.get(HttpHeader.AUTHORIZATION);
        return header == null || !header.startsWith(SCHEME) ? null : header.substring(SCHEME.length());
    }

    private static boolean isUsual(Request request) {
        var headers = request.getHeaders();
        long length = headers.getLongField(HttpHeader.CONTENT_LENGTH);
        var accepted = headers.get(HttpHeader.ACCEPT);
        return length >= 0
                && length <= LONGEST_BODY
                && request.getHttpURI().getQuery() == null
                && !headers.contains(HttpHeader.CONTENT_ENCODING)
                && !headers.contains(HttpHeader.EXPECT)
                && (accepted == null || accepted.contains(MimeTypes.Type.APPLICATION_JSON.asString()));
    }

    /** One exchange on its way. */
    private final class Call implements Promise.Invocable<byte[]> {

        private final Caller caller;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Executor threads;

        Call(Caller caller, Request request, Response response, Callback callback) {
            this.caller = caller;
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.threads = request.getComponents().getExecutor();
        }

        /** The body's bytes; with most requests they are there already. As much memory is taken as is said here. */
        void begin() {
            Content.Source.asByteArrayAsync(request, (int) request.getLength(), this);
        }

        @Override
        public void succeeded(byte[] body) {
            try {
                heard(body);
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
        }

        /** The body did not arrive; the controller meets the same when it reads on. */
        @Override
        public void failed(Throwable failure) {
            try {
                leaveToTheController(request);
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private void heard(byte[] body) throws Exception {
            var promise = caller.exchange(body);
            if (promise == null) {
                leaveToTheController(body, null);
            } else {
                // A wish may be parked for longer than a connection may be silent.
                request.addIdleTimeoutListener(it -> false);
                // The dispatcher's thread has more to do than to write.
                var unused = promise.whenCompleteAsync((answer, failure) -> end(body, answer, failure), threads);
            }
        }

        private void end(byte[] body, @Nullable ExchangeAnswer answer, @Nullable Throwable failure) {
            try {
                if (answer == null) {
                    leaveToTheController(body, failure);
                } else {
                    answer(answer);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
        }

        private void answer(ExchangeAnswer answer) {
            var bytes = caller.write(answer);
            response.setStatus(HttpStatus.OK_200);
            response.getHeaders().put(JSON);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
            response.write(true, ByteBuffer.wrap(bytes), callback);
        }

        private void leaveToTheController(byte[] body, @Nullable Throwable failure) throws Exception {
            if (failure != null) {
                request.setAttribute(FAILURE, failure instanceof CompletionException e ? e.getCause() : failure);
            }
            leaveToTheController(new Heard(request, body));
        }

        private void leaveToTheController(Request asHeard) throws Exception {
            if (!ExchangeLane.super.handle(asHeard, response, callback)) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        }
    }

    /** The request with its body once more. */
    private static final class Heard extends Request.Wrapper {

        private @Nullable ByteBuffer body;

        Heard(Request request, byte[] body) {
            super(request);
            this.body = ByteBuffer.wrap(body);
        }

        @Override
        public Content.Chunk read() {
            var whole = body;
            body = null;
            return whole == null ? Content.Chunk.EOF : Content.Chunk.from(whole, true);
        }

        @Override
        public void demand(Runnable whenThereIsMore) {
            whenThereIsMore.run();
        }

        @Override
        public boolean consumeAvailable() {
            body = null;
            return true;
        }
    }
}
