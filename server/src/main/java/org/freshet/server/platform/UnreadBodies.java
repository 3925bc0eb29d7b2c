package org.freshet.server.platform;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Says {@code Connection: close} in a refusal of a request whose body has not arrived yet. The web server hangs up after
 * such an answer, since it cannot know where the next request begins; a client that is not told would send its next one
 * into a closed connection.
 */
final class UnreadBodies extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new Refusal(request, response), callback);
    }

    private static final class Refusal extends Response.Wrapper {

        Refusal(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (!isCommitted()
                    && HttpStatus.isClientError(getStatus())
                    && !getRequest().consumeAvailable()) {
                getHeaders().put(HttpFields.CONNECTION_CLOSE);
            }
            super.write(last, content, callback);
        }
    }
}
