package org.freshet.test.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.freshet.protocol.JobState;
import org.freshet.protocol.JobView;
import org.freshet.test.support.Directories;
import org.freshet.test.support.Installation;
import org.freshet.test.support.RunningServer;
import org.freshet.test.support.ShellCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the README tells a newcomer to type, typed. */
@Timeout(180)
class QuickstartE2E {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private Installation installation;

    @BeforeEach
    void install() {
        installation = Installation.create();
    }

    @AfterEach
    void remove() {
        installation.close();
    }

    @Test
    void doesWhatTheReadmeSays() {
        var quickStart = Readme.of("README.md").section("Quick start");
        assertThat(quickStart.commands()).hasSize(2);
        var first = quickStart.commands().getFirst();
        var second = quickStart.commands().getLast();

        var demo = installation.start(first);
        var server = RunningServer.of(installation, demo);
        server.await("the demo says where the pages are", () -> demo.out().contains("Pages: "));
        var afterFirst = server.api().jobs("");
        var more = installation.run(second);
        var afterSecond = server.api().jobs("");
        var shown = installation.run("bin/freshet workflow show 1");
        var log = installation.run("bin/freshet job log 7");
        endWithCtrlC(demo);

        assertThat(demo.out()).contains("Pages:                  " + server.url());
        assertThat(demo.out())
                .contains(
                        "Workflow 1 found: 3 dead channels: 17, 64, 90; 2 noisy channels: 33, 107.",
                        server.url() + "/workflows/1");
        assertThat(afterFirst).hasSize(8).extracting(JobView::state).containsOnly(JobState.FINISHED);
        assertThat(more.successful().out())
                .isEqualTo("Workflow 2 found: 3 dead channels: 17, 64, 90; 3 noisy channels: 33, 71, 107.\n");
        assertThat(afterSecond).hasSize(16).extracting(JobView::state).containsOnly(JobState.FINISHED);
        assertThat(quickStart.text()).contains("`bin/freshet workflow show 1`", "`bin/freshet job log 7`");
        assertThat(shown.successful().out()).contains("monitor-U", "summary");
        assertThat(log.successful().out()).contains("3 dead channels: 17, 64, 90; 2 noisy channels: 33, 107.");

        var again = installation.start(first);
        var found = RunningServer.of(installation, again).api().jobs("?id=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16");
        endWithCtrlC(again); // while the example is being started

        assertThat(found).isEqualTo(afterSecond);
    }

    @Test
    void printsHelpAndChangesNothingWhenMakeIsCalledAlone() throws IOException {
        var before = files();

        var make = installation.run("make").successful();

        assertThat(make.out().lines())
                .allMatch(it -> it.matches("make [a-z-]+ +\\S.*"))
                .extracting(it -> it.split(" +")[1])
                .contains("demo", "run", "test", "bench", "fmt", "check");
        assertThat(make.err()).isEmpty();
        assertThat(files()).isEqualTo(before);
        assertThat(installation.home()).doesNotExist();
        assertThat(installation.describedProcesses()).isEmpty();
    }

    private void endWithCtrlC(ShellCommand command) {
        command.signalGroup("INT");

        Awaitility.await()
                .atMost(TEN_SECONDS)
                .untilAsserted(
                        () -> assertThat(installation.describedProcesses()).isEmpty());
        assertThat(installation.home().resolve("server.json")).doesNotExist();
    }

    /** All files of the project but those that a build makes, with size and time. */
    private static Map<String, List<Object>> files() throws IOException {
        var root = Directories.project();
        try (var all = Files.walk(root)) {
            return all.filter(it -> !isBuilt(root.relativize(it)))
                    .filter(Files::isRegularFile)
                    .collect(Collectors.toMap(Path::toString, QuickstartE2E::facts, (a, b) -> a, TreeMap::new));
        }
    }

    private static boolean isBuilt(Path path) {
        var text = path.toString();
        return text.startsWith(".git") || text.matches("(.*/)?target(/.*)?") && !text.startsWith("target/dist");
    }

    private static List<Object> facts(Path file) {
        var it = file.toFile();
        return List.of(it.length(), it.lastModified());
    }
}
