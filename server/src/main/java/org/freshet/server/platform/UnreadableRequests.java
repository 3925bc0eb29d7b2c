package org.freshet.server.platform;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.freshet.protocol.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** What the web server refuses before anything of Freshet sees it gets a problem document, too. */
final class UnreadableRequests extends ErrorHandler {

    private final JsonMapper json;
    private final BrowserHeaders headers = new BrowserHeaders();

    UnreadableRequests(JsonMapper json) {
        this.json = json;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        headers.customize(request, response.getHeaders());
        // Where such a request ends is not known.
        response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.write(true, ByteBuffer.wrap(document(code, message)), callback);
    }

    private byte[] document(int status, @Nullable String reason) {
        var title = HttpStatus.getMessage(status);
        var why = reason == null || reason.equals(title) ? "" : " (" + reason + ")";
        var detail = status < 500
                ? "The web server cannot read this request" + why + ". Nothing was done."
                : "The web server failed. Its log tells more.";
        return json.writeValueAsBytes(
                new Problem("about:blank", Objects.requireNonNullElse(title, "Error"), status, detail, null, null));
    }
}
