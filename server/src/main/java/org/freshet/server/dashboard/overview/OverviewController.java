package org.freshet.server.dashboard.overview;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.freshet.server.dashboard.freshness.Span;
import org.freshet.server.dashboard.page.Display;
import org.freshet.server.dashboard.page.Filter;
import org.freshet.server.dashboard.page.FilterField;
import org.freshet.server.dashboard.page.OncePerSecond;
import org.freshet.server.dashboard.page.Paths;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first page. */
@Controller
class OverviewController {

    private static final List<FilterField> FIELDS = List.of(FilterField.choice("span", Span.values()));

    private final Map<Span, OncePerSecond<OverviewPage>> overviews = new EnumMap<>(Span.class);

    /** The page counts a day of history, and many ask for it at once. */
    OverviewController(OverviewReader overview) {
        for (var span : Span.values()) {
            overviews.put(span, new OncePerSecond<>(() -> overview.read(span), System::nanoTime));
        }
    }

    @GetMapping("/")
    String overview(
            @RequestParam MultiValueMap<String, String> query,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        var asked = new LinkedMultiValueMap<>(query);
        asked.remove(Display.WALL);
        var filter = Filter.parse(Paths.OVERVIEW, FIELDS, asked);
        var span = filter.single("span").map(Span::valueOf).orElse(Span.TWO_HOURS);
        var page = Objects.requireNonNull(overviews.get(span)).get();
        var look = LastLook.of(request, page.when());
        look.keep(request, response);
        model.addAttribute("page", page);
        model.addAttribute("ignored", filter.ignored());
        model.addAttribute("look", look);
        return "dashboard/overview";
    }
}
