package org.freshet.cli.session;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;

/**
 * Reads by the JDK's older client, because it starts in a twentieth of the time of {@link java.net.http.HttpClient}, and most
 * calls ask one question. Only for what may be asked twice: this client does that by itself when a connection breaks. Fails
 * as the newer one does.
 */
final class Fetch {

    private final HttpURLConnection http;

    /** @param timeout for the connection to be made, and for every wait for a part of the answer */
    Fetch(URI uri, Map<String, String> headers, Duration connectTimeout, Duration timeout) throws IOException {
        http = (HttpURLConnection) uri.toURL().openConnection();
        http.setInstanceFollowRedirects(false);
        http.setConnectTimeout((int) connectTimeout.toMillis());
        http.setReadTimeout((int) timeout.toMillis());
        headers.forEach(http::setRequestProperty);
    }

    Reply reply() throws IOException {
        connect();
        try {
            int status = http.getResponseCode();
            if (status < 0) {
                throw new IOException("that is not HTTP");
            }
            try (var body =
                    status < HttpURLConnection.HTTP_BAD_REQUEST ? http.getInputStream() : http.getErrorStream()) {
                return new Reply(
                        status,
                        body == null ? new byte[0] : body.readAllBytes(),
                        Objects.requireNonNullElse(http.getHeaderField("Retry-After"), ""));
            }
        } catch (SocketTimeoutException e) {
            throw (IOException) new HttpTimeoutException("no answer").initCause(e);
        }
    }

    private void connect() throws IOException {
        try {
            http.connect();
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw (IOException) new ConnectException(e.getMessage()).initCause(e);
        }
    }
}
