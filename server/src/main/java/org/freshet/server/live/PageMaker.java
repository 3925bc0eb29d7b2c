package org.freshet.server.live;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Makes pages without a browser. Nobody is logged in to them: what only some may see is not in them, and who may have a page
 * at all was asked when somebody opened its stream, at the same address.
 */
@Component
class PageMaker {

    private static final Logger log = LoggerFactory.getLogger(PageMaker.class);
    private static final MadePage NO_PAGE = new MadePage(HttpStatus.NOT_ACCEPTABLE.value(), "");
    private static final MadePage FAILED = new MadePage(HttpStatus.INTERNAL_SERVER_ERROR.value(), "");

    private final DispatcherServlet pages;
    private final RequestMappingHandlerMapping controllers;
    private final ServletContext context;

    PageMaker(DispatcherServlet pages, RequestMappingHandlerMapping controllers, ServletContext context) {
        this.pages = pages;
        this.controllers = controllers;
        this.context = context;
    }

    MadePage make(PageAddress address) {
        if (!isPage(new PageRequest(context, address))) {
            return NO_PAGE;
        }
        var answer = new PageAnswer();
        try {
            pages.service(new PageRequest(context, address), answer);
        } catch (ServletException | IOException | RuntimeException e) {
            log.error("{} could not be made for those who have it open", address.path(), e);
            return FAILED;
        }
        return answer.made();
    }

    /** Whether a template answers, and not a file or a list of all jobs, which may be large. */
    private boolean isPage(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            var found = controllers.getHandler(request);
            return found != null
                    && found.getHandler() instanceof HandlerMethod method
                    && method.getReturnType().getParameterType() == String.class;
        } catch (Exception e) {
            log.debug("{} is no page", request.getRequestURI(), e);
            return false;
        }
    }
}
