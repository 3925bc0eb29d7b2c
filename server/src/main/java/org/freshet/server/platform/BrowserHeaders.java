package org.freshet.server.platform;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * What every answer tells a browser. Set where the web server begins an answer, so that none is without: neither a static
 * file, nor a refusal of a filter, nor what the web server itself refuses.
 */
final class BrowserHeaders implements HttpConfiguration.Customizer {

    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self';"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final List<HttpField> ALWAYS = List.of(
            new PreEncodedHttpField("Content-Security-Policy", CONTENT_POLICY),
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            // For browsers that do not know frame-ancestors.
            new PreEncodedHttpField("X-Frame-Options", "DENY"),
            new PreEncodedHttpField("Referrer-Policy", "same-origin"),
            new PreEncodedHttpField(
                    "Permissions-Policy",
                    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
            new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
            new PreEncodedHttpField("Cross-Origin-Embedder-Policy", "require-corp"),
            new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store"));

    /** A year. Over plain HTTP a browser must not believe it. */
    private static final HttpField ONLY_HTTPS =
            new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        ALWAYS.forEach(answer::put);
        if (request.isSecure()) {
            answer.put(ONLY_HTTPS);
        }
        return request;
    }
}
