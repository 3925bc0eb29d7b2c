package org.freshet.server.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops reading a request's body at the limit, whether or not its length was announced, and does not begin to read what is
 * compressed, whose length only unpacking would tell. A dump of the database, which only an administrator may send, is read
 * as it comes and has no limit.
 */
class BodyLimit extends OncePerRequestFilter {

    private static final String RESTORE = "/api/v1/database/restore";

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
        chain.doFilter(new Limited(request, limit), response);
    }

    /** Reads on for as long again: a sender that is cut off in the middle of its body does not hear why. */
    private static TooLarge tooLarge(InputStream in, long limit) throws IOException {
        in.skip(limit);
        return new TooLarge(limit);
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final long limit;

        Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            var in = super.getInputStream();
            var encoding = getHeader("Content-Encoding");
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                throw new Encoded(encoding);
            }
            if (getContentLengthLong() > limit) {
                throw tooLarge(in, limit);
            }
            return new Counted(in, limit);
        }
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream in;
        private final long limit;
        private long read;

        Counted(ServletInputStream in, long limit) {
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
                throw tooLarge(in, limit);
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
