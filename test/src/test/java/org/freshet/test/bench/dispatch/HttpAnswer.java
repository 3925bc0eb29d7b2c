package org.freshet.test.bench.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.freshet.test.bench.dispatch.Phrase.Held;
import org.jspecify.annotations.Nullable;

/**
 * What a pilot needs of an answer, found without making objects of the rest.
 *
 * @param status of HTTP
 * @param applied whether a report was accepted
 * @param job the attempt that was handed out, if one was
 */
record HttpAnswer(int status, boolean applied, @Nullable Held job, String text) {

    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String JOB = "\"job\":{\"attempt\":{\"job\":";
    private static final String ATTEMPT = ",\"attempt\":";

    /** The answer; null if more of it has to come. */
    static @Nullable HttpAnswer read(byte[] before, byte[] more, int count) {
        var bytes = before.length == 0 ? more : joined(before, more, count);
        var text = new String(bytes, 0, before.length + count, StandardCharsets.ISO_8859_1);
        int head = text.indexOf(END_OF_HEAD);
        if (head < 0) {
            return null;
        }
        var body = body(text, head + END_OF_HEAD.length());
        return body == null ? null : of(Integer.parseInt(text.substring(9, 12)), body);
    }

    /** Both parts in one. */
    static byte[] joined(byte[] before, byte[] more, int count) {
        var both = Arrays.copyOf(before, before.length + count);
        System.arraycopy(more, 0, both, before.length, count);
        return both;
    }

    private static @Nullable String body(String text, int begin) {
        var length = LENGTH.matcher(text).region(0, begin);
        if (length.find()) {
            int end = begin + Integer.parseInt(length.group(1));
            return text.length() < end ? null : text.substring(begin, end);
        }
        return text.endsWith("\r\n0\r\n\r\n") ? unchunked(text, begin) : null;
    }

    private static String unchunked(String text, int begin) {
        var body = new StringBuilder();
        int at = begin;
        while (true) {
            int line = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, line), 16);
            if (size == 0) {
                return body.toString();
            }
            body.append(text, line + 2, line + 2 + size);
            at = line + size + 4;
        }
    }

    static HttpAnswer of(int status, String body) {
        return new HttpAnswer(status, body.contains("\"outcome\":\"APPLIED\""), job(body), body);
    }

    private static @Nullable Held job(String body) {
        int at = body.indexOf(JOB);
        if (at < 0) {
            return null;
        }
        int from = at + JOB.length();
        int to = body.indexOf(ATTEMPT, from);
        int end = body.indexOf('}', to);
        return new Held(Long.parseLong(body, from, to, 10), Integer.parseInt(body, to + ATTEMPT.length(), end, 10));
    }
}
