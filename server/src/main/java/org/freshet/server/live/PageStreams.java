package org.freshet.server.live;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.freshet.server.access.Network;
import org.freshet.server.login.Attendance;
import org.freshet.server.login.Attendance.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Tells each open page what changes on it, in the thread of its request, which lasts as long as somebody looks. */
@Component
class PageStreams {

    private static final Logger log = LoggerFactory.getLogger(PageStreams.class);
    private static final String AGAIN_AFTER_S = "30";

    /** A page takes a stream that says nothing for 7 s for broken. */
    private static final Duration BEAT = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LiveViews views;
    private final Attendance attendance;
    private final Places places;

    PageStreams(LiveViews views, Attendance attendance, LiveSettings settings) {
        this.views = views;
        this.attendance = attendance;
        this.places = new Places(settings.streams(), settings.streamsPerAddress());
    }

    void serve(HttpServletRequest request, HttpServletResponse response) {
        var network = Network.of(request.getRemoteAddr());
        if (!places.take(network)) {
            response.setHeader(HttpHeaders.RETRY_AFTER, AGAIN_AFTER_S);
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            return;
        }
        try {
            watch(request, response);
        } catch (IOException e) {
            log.debug("{} was closed: {}", request.getRequestURI(), e.toString());
        } finally {
            places.giveBack(network);
        }
    }

    private void watch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var page = new OpenPage();
        var address = PageAddress.of(request);
        var view = views.join(address, page).orElse(null);
        if (view == null) {
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            return;
        }
        try (var visit = attendance.begin(request)) {
            var status = view.awaitFirst(PATIENCE);
            if (status == HttpStatus.OK.value()) {
                tell(page, visit, response);
            } else {
                response.setStatus(status);
            }
        } finally {
            views.leave(address, view, page);
        }
    }

    private static void tell(OpenPage page, Visit visit, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        // nginx keeps answers back until it has a buffer full, unless it is told not to
        response.setHeader("X-Accel-Buffering", "no");
        write(Messages.BEAT, response);
        while (!page.hasEnded() && !visit.isToBeRenewed()) {
            var message = page.next(BEAT);
            if (visit.isOver()) {
                write(Messages.OUT, response);
                return;
            }
            write(message, response);
        }
    }

    private static void write(String message, HttpServletResponse response) throws IOException {
        response.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
