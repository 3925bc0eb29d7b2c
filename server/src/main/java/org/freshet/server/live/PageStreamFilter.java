package org.freshet.server.live;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers with a stream whoever asks for a page as one. Stands behind the access rules: who may not have the page may not
 * have its stream, as both are at one address.
 */
final class PageStreamFilter extends OncePerRequestFilter {

    private final ObjectProvider<PageStreams> streams;

    /** @param streams looked for with the first request only: filters are made before there is a database */
    PageStreamFilter(ObjectProvider<PageStreams> streams) {
        this.streams = streams;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        var path = request.getServletPath();
        return !"GET".equals(request.getMethod())
                || accept == null
                || !accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE)
                || path.startsWith("/api/")
                || path.startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        streams.getObject().serve(request, response);
    }
}
