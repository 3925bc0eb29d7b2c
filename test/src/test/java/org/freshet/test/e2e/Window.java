package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/** A browser window that remembers what went wrong in it. */
final class Window implements AutoCloseable {

    static final int[] WIDTHS = {390, 1024, 1440};

    private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);

    /** Adds up how far things move by themselves after a page was shown; while it arrives they may. */
    private static final String SHIFTS = """
            window.shift = 0
            const soon = then => requestAnimationFrame(() => requestAnimationFrame(then))
            document.addEventListener('DOMContentLoaded', () => soon(() => new PerformanceObserver(list => {
              for (const it of list.getEntries()) if (!it.hadRecentInput) window.shift += it.value
            }).observe({ type: 'layout-shift' })))
            """;

    /** What axe finds: each rule with its first place. */
    private static final String BARRIERS = """
            async options => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'], ...options })
              return violations.map(({ id, nodes }) =>
                `${id}, ${nodes.length} times, first at ${nodes[0].html}: ${nodes[0].failureSummary}`)
            }
            """;

    /** The rules that may find something in one colour scheme and nothing in the other. */
    private static final List<String> COLOUR_RULES = List.of("color-contrast", "link-in-text-block");

    /**
     * Leaves two rows of those in a list that differ in their texts and numbers only. To look at the colours of a
     * thousand lines takes seconds, and finds what two of them show.
     */
    private static final String THIN_OUT = """
            () => {
              for (const list of document.querySelectorAll('tbody, ol, ul')) {
                const seen = {}
                for (const row of [...list.children]) {
                  const build = row.outerHTML
                    .replace(/>[^<]+/g, '>x')
                    .replace(/(?<! class)="[^"]*[0-9][^"]*"/g, '=0')
                  seen[build] = (seen[build] ?? 0) + 1
                  if (seen[build] > 2) row.remove()
                }
              }
            }
            """;

    /** In which all that a script adds is there, and nothing new has come. */
    private static final double MOMENT_MS = 700;

    private final URI server;
    private final BrowserContext context;
    private final Page page;
    private final List<String> flaws = new ArrayList<>();
    private boolean expectsNotFound;

    Window(URI server, BrowserContext context) {
        this.server = server;
        this.context = context;
        context.addInitScript(SHIFTS);
        this.page = context.newPage();
        page.onConsoleMessage(it -> {
            boolean expected = expectsNotFound && it.text().contains("404");
            if (it.type().equals("error") && !expected) {
                flaws.add("console: " + it.text());
            }
        });
        page.onPageError(it -> flaws.add("script: " + it));
        page.onRequest(it -> {
            if (!it.url().startsWith(server + "/") && !it.url().startsWith("data:")) {
                flaws.add("request to another host: " + it.url());
            }
        });
    }

    Page page() {
        return page;
    }

    Window go(String path) {
        expectsNotFound = path.contains("nowhere");
        page.navigate(path);
        return this;
    }

    Window resize(int width) {
        page.setViewportSize(width, 900);
        return this;
    }

    Window paint(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        return this;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    /** What is written on each of the elements. */
    List<String> texts(String selector) {
        return find(selector).allInnerTexts().stream().map(String::strip).toList();
    }

    /** The ids of the rows of a list, from top to bottom. */
    List<Long> rows() {
        return find("tr[data-row]").all().stream()
                .map(it -> Long.valueOf(it.getAttribute("data-row")))
                .toList();
    }

    Window press(String... keys) {
        for (var key : keys) {
            page.keyboard().press(key);
        }
        return this;
    }

    /** Clicks, and waits for the page to which that leads. */
    Window follow(String selector, String path) {
        find(selector).click();
        return arriveAt(path);
    }

    /** Waits until the address is this one. */
    Window arriveAt(String path) {
        page.waitForURL(server.resolve(path).toString());
        return this;
    }

    /** Waits until a script finds something true; the page's own rules forbid it to wait by itself. */
    Window awaitThat(String script) {
        page.waitForCondition(() -> (Boolean) page.evaluate(script));
        return this;
    }

    /** Whether this element is where the next key goes. */
    boolean hasFocus(String selector) {
        return (Boolean) page.evaluate("it => document.activeElement.matches(it)", selector);
    }

    /** Errors and refusals that the console told, and requests to elsewhere. */
    List<String> flaws() {
        return flaws;
    }

    /** Opens a page, on a phone and on a large screen, on which nothing moves once it is there: 1 would be the whole window. */
    Window goAndSeeNothingMove(String path) {
        for (int width : new int[] {390, 1440}) {
            resize(width).go(path);
            page.waitForTimeout(MOMENT_MS);
            assertThat(((Number) page.evaluate("() => window.shift")).doubleValue())
                    .as("layout shift of %s, %d px", path, width)
                    .isLessThan(0.005);
        }
        return this;
    }

    /** How many pixels the page is wider than the window. */
    int overhang() {
        return (Integer)
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** What hinders people who hear, enlarge or operate the page otherwise than most. */
    List<String> barriers() {
        return barriers(Map.of());
    }

    private List<String> barriersOfColour() {
        return barriers(Map.of("runOnly", COLOUR_RULES));
    }

    private List<String> barriersOtherThanOfColour() {
        var off = Map.of("enabled", false);
        return barriers(Map.of("rules", COLOUR_RULES.stream().collect(Collectors.toMap(it -> it, it -> off))));
    }

    @SuppressWarnings("unchecked")
    private List<String> barriers(Map<String, ?> options) {
        if (!(Boolean) page.evaluate("() => 'axe' in window")) {
            page.evaluate(AxeBuilder.getAxeScript());
        }
        return (List<String>) page.evaluate(BARRIERS, options);
    }

    /**
     * At every width and in both colour schemes nothing hinders anybody; texts stayed texts, and nothing went wrong.
     * Afterwards long lists are shorter.
     */
    void lookAround(String path) {
        var all = new SoftAssertions();
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        all.assertThat(page.evaluate("() => document.getAnimations().length"))
                .as("motion on " + path)
                .isEqualTo(0);
        for (int width : WIDTHS) {
            resize(width);
            all.assertThat(barriersOtherThanOfColour())
                    .as("barriers of %s, %d px", path, width)
                    .isEmpty();
            for (var scheme : SCHEMES) {
                paint(scheme);
                all.assertThat(overhang())
                        .as("sideways scrolling of %s, %d px, %s", path, width, scheme)
                        .isZero();
            }
        }
        all.assertThat(page.evaluate("() => window.__xss")).as(path).isNull();
        all.assertThat(find("script:not([src]), img[src=x]").count()).as(path).isZero();
        page.evaluate(THIN_OUT);
        for (int width : WIDTHS) {
            for (var scheme : SCHEMES) {
                resize(width).paint(scheme);
                all.assertThat(barriersOfColour())
                        .as("colours of %s, %d px, %s", path, width, scheme)
                        .isEmpty();
            }
        }
        all.assertThat(flaws).as("errors of " + path).isEmpty();
        all.assertAll();
    }

    @Override
    public void close() {
        context.close();
    }
}
