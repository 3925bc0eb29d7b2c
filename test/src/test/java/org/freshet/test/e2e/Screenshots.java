package org.freshet.test.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.freshet.protocol.JobState;
import org.freshet.protocol.Role;
import org.freshet.test.support.People;
import org.freshet.test.support.TestServer;

/**
 * Makes pictures of the main pages, as a viewer and as an operator see them, into {@code target/screenshots}: to look at, and to
 * compare. Pages that this version does not have are left out.
 */
final class Screenshots {

    private static final Path DIRECTORY = Path.of("target", "screenshots");
    private static final int[] WIDTHS = {1440, 1024, 390};
    private static final ColorScheme[] SCHEMES = {ColorScheme.LIGHT, ColorScheme.DARK};

    private static final List<String> EMPTY =
            List.of("overview", "jobs", "errors", "grid", "workflows", "datasets", "pool", "pilots", "hosts", "types");

    private Screenshots() {}

    public static void main(String[] arguments) {
        try (var chromium = Chromium.start();
                var server = TestServer.start("freshet.pilot.long-poll=1s")) {
            try (var newcomer = chromium.open(server.url())) {
                EMPTY.forEach(name -> picture(newcomer, name + "-empty", name.equals("overview") ? "/" : "/" + name));
            }
            var scene = Scene.play(server);
            var token = new People(server).token("mara", Role.OPERATOR);
            try (var viewer = chromium.open(server.url());
                    var operator = chromium.open(server.url())) {
                operator.go("/login");
                operator.find("#token").fill(token);
                operator.follow(".login button", "/");
                pages(scene).forEach((name, path) -> {
                    picture(viewer, name, path);
                    picture(operator, name + "-operator", path);
                });
                wall(viewer);
                paper(viewer);
            }
        }
        System.out.println("Look into " + DIRECTORY.toAbsolutePath());
    }

    private static SequencedMap<String, String> pages(Scene scene) {
        var pages = new LinkedHashMap<String, String>();
        pages.put("overview", "/");
        pages.put("overview-past", "/?at=-1s");
        pages.put("jobs", "/jobs");
        pages.put("jobs-past", "/jobs?at=-1s");
        pages.put("jobs-failed", "/jobs?state=FAILED");
        pages.put("jobs-none", "/jobs?type=nowhere&flavour=cold");
        for (var state : JobState.values()) {
            if (state != JobState.SKIPPED) {
                pages.put("job-" + state.name().toLowerCase(Locale.ROOT), "/jobs/" + scene.job(state));
            }
        }
        pages.put("errors", "/errors");
        pages.put("grid", "/grid");
        pages.put("workflows", "/workflows");
        pages.put("datasets", "/datasets");
        pages.put("dags", "/dags");
        pages.put("pools", "/pool");
        pages.put("pool", "/pool/local");
        pages.put("pilots", "/pilots");
        pages.put("pilot", "/pilots/" + scene.busy().id());
        pages.put("hosts", "/hosts");
        pages.put("host", "/hosts/" + scene.busy().host());
        pages.put("alarms", "/alarms");
        pages.put("handover", "/handover");
        pages.put("audit", "/audit");
        pages.put("types", "/types");
        pages.put("type", "/types/reco");
        pages.put("login", "/login");
        pages.put("keys", "/jobs#keys");
        return pages;
    }

    private static void picture(Window window, String name, String path) {
        for (int width : WIDTHS) {
            for (var scheme : SCHEMES) {
                window.resize(width).paint(scheme);
                var answer = window.page().navigate(path);
                if (answer != null && answer.status() != 200) {
                    return;
                }
                save(window, name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static void wall(Window window) {
        window.page().setViewportSize(1920, 1080);
        for (var scheme : SCHEMES) {
            window.paint(scheme).go("/?wall=1");
            save(window, "wall-1920-" + scheme.name().toLowerCase(Locale.ROOT));
        }
    }

    /** As a printer gets it. */
    private static void paper(Window window) {
        window.resize(794).go("/jobs");
        window.page().pdf(new Page.PdfOptions().setFormat("A4").setPath(DIRECTORY.resolve("jobs.pdf")));
        window.go("/");
        window.page().pdf(new Page.PdfOptions().setFormat("A4").setPath(DIRECTORY.resolve("overview.pdf")));
    }

    private static void save(Window window, String name) {
        window.page()
                .screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(DIRECTORY.resolve(name + ".png")));
    }
}
