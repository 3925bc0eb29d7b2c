package org.freshet.server.job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How log bytes are kept: gzip, and nothing at all for nothing. */
final class Gzip {

    private static final byte[] NOTHING = {};

    private Gzip() {}

    static byte[] pack(byte[] bytes) {
        if (bytes.length == 0) {
            return NOTHING;
        }
        var packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return packed.toByteArray();
    }

    static byte[] unpack(byte[] packed) {
        if (packed.length == 0) {
            return NOTHING;
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a stored log cannot be read", e);
        }
    }
}
