package org.freshet.test.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.freshet.test.support.Needs;

/** A browser without a window. */
final class Chromium implements AutoCloseable {

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage");

    /** On a machine that runs other tests, too. */
    private static final double PATIENCE_MS = 15_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        if (!Files.isExecutable(Needs.CHROMIUM)) {
            throw new AssertionError(Needs.CHROMIUM + " is missing: install the package chromium-headless-shell");
        }
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            var browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(Needs.CHROMIUM)
                            .setHeadless(true)
                            .setArgs(ARGUMENTS));
            return new Chromium(playwright, browser);
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A window of a visitor without history. */
    Window open(URI server) {
        return open(server, new Browser.NewContextOptions());
    }

    /** A window of a visitor whose browser runs no scripts. */
    Window openWithoutScripts(URI server) {
        return open(server, new Browser.NewContextOptions().setJavaScriptEnabled(false));
    }

    private Window open(URI server, Browser.NewContextOptions options) {
        options.setBaseURL(server.toString())
                .setViewportSize(1440, 900)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-GB");
        var context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        return new Window(server, context);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
