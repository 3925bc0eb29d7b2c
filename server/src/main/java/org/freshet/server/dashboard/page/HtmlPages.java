package org.freshet.server.dashboard.page;

import org.springframework.stereotype.Component;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** A page is HTML whatever its address ends with: that no picture is at an address is said on a page. */
@Component
class HtmlPages {

    HtmlPages(ThymeleafViewResolver pages) {
        pages.setForceContentType(true);
    }
}
