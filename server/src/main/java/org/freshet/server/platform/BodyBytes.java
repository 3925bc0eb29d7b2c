package org.freshet.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;

/** Reads a body that is no JSON when a controller is ready for it. */
public final class BodyBytes {

    private BodyBytes() {}

    /**
     * The whole body.
     *
     * @param limit most bytes; a longer one is answered with 413
     * @param what the body in words, for the answer
     */
    public static byte[] read(HttpServletRequest request, int limit, String what) throws IOException {
        var in = request.getInputStream();
        var bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            // A sender that is cut off in the middle of its body does not hear why.
            in.transferTo(OutputStream.nullOutputStream());
            throw new TooLarge(limit, what);
        }
        return bytes;
    }
}
