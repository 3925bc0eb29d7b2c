package org.freshet.server.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a request whose body is too long: before any of it is read if its length was announced, else when the limit is
 * reached. It does not begin to read what is compressed, whose length only unpacking would tell. A dump of the database, which
 * only an administrator may send, is read as it comes and has no limit.
 */
class BodyLimit extends OncePerRequestFilter {

    private static final String RESTORE = "/api/v1/database/restore";

    private static final Duration READS_ON_FOR = Duration.ofSeconds(10);
    private static final int BUFFER = 1 << 16;

    private final long limit;

    BodyLimit(ApiSettings settings) {
        this.limit = settings.maxBody().toBytes();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().equals(RESTORE);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var limited = new Limited(request, limit);
        if (request.getContentLengthLong() > limit) {
            // With its length: the sender then knows that it has all of it, while it still sends itself.
            var answer = new ContentCachingResponseWrapper(response);
            chain.doFilter(limited, answer);
            answer.copyBodyToResponse();
        } else {
            chain.doFilter(limited, response);
        }
        if (limited.isTooLarge && request.getHeader("Expect") == null) {
            send(response);
            readOn(request);
        }
    }

    private static void send(HttpServletResponse response) throws IOException {
        try {
            response.getOutputStream().close();
        } catch (IllegalStateException e) {
            response.getWriter().close(); // a page was written
        }
    }

    /** The answer is on its way; a sender that is cut off in the middle of its body does not hear it. */
    private void readOn(HttpServletRequest request) {
        var end = System.nanoTime() + READS_ON_FOR.toNanos();
        try {
            var in = request.getInputStream();
            var buffer = new byte[BUFFER];
            var left = limit + BUFFER; // what is little too long is read to its end
            for (long n = 1; n > 0 && left > 0 && System.nanoTime() - end < 0; left -= n) {
                n = in.read(buffer);
            }
        } catch (IOException e) {
            // it has heard enough, and hung up
        }
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final long limit;
        private boolean isTooLarge;

        Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            var encoding = getHeader("Content-Encoding");
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                throw new Encoded(encoding);
            }
            if (getContentLengthLong() > limit) {
                throw tooLarge();
            }
            return new Counted(this, super.getInputStream(), limit);
        }

        private TooLarge tooLarge() {
            isTooLarge = true;
            return new TooLarge(limit);
        }
    }

    private static final class Counted extends ServletInputStream {

        private final Limited request;
        private final ServletInputStream in;
        private final long limit;
        private long read;

        Counted(Limited request, ServletInputStream in, long limit) {
            this.request = request;
            this.in = in;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            var next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var n = in.read(bytes, offset, length);
            count(n);
            return n;
        }

        private void count(int n) throws IOException {
            read += Math.max(0, n);
            if (read > limit) {
                throw request.tooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
