package org.freshet.server.live;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Makes pages without a browser. Nobody is logged in to them: what only some may see is not in them, and who may have a page
 * at all was asked when somebody opened its stream, at the same address.
 */
@Component
class PageMaker {

    private static final Logger log = LoggerFactory.getLogger(PageMaker.class);

    private final DispatcherServlet pages;
    private final ServletContext context;

    PageMaker(DispatcherServlet pages, ServletContext context) {
        this.pages = pages;
        this.context = context;
    }

    MadePage make(PageAddress address) {
        var answer = new PageAnswer();
        try {
            pages.service(new PageRequest(context, address), answer);
        } catch (ServletException | IOException | RuntimeException e) {
            log.error("{} could not be made for those who have it open", address.path(), e);
            return new MadePage(PageAnswer.SC_INTERNAL_SERVER_ERROR, "");
        }
        return answer.made();
    }
}
