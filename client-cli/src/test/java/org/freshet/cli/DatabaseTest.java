package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    private Path directory;

    private ContractServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keepsTheOldFileWhenTheNewDumpBreaksOff() throws IOException {
        var file = Files.writeString(directory.resolve("freshet.dump"), "the older one");
        server.refuseWith(200, "PK, and then nothing more");

        var result = CommandRun.against(server).run("db", "dump", file.toString());

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).startsWith("The dump broke off (").contains("nothing was written");
        assertThat(file).hasContent("the older one");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void tellsWhyTheServerGivesNoDump() throws IOException {
        server.refuseWith(
                403,
                "{\"title\": \"Forbidden\", \"status\": 403, \"detail\": \"This needs the token of an administrator.\"}");

        var result = CommandRun.against(server)
                .run("db", "dump", directory.resolve("freshet.dump").toString());

        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).isEqualTo("This needs the token of an administrator.\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        var file = directory.resolve("missing/freshet.dump");

        var result = CommandRun.against(server).run("db", "dump", file.toString());

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).startsWith(file + " cannot be written: NoSuchFileException");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void sendsNoFileThatIsNoWholeDump() throws IOException {
        var file = Files.writeString(directory.resolve("a.dump"), "something else");

        for (var name :
                new String[] {file.toString(), directory.resolve("missing").toString()}) {
            var result = CommandRun.against(server).run("db", "restore", name);

            assertThat(result.code()).isEqualTo(7);
            assertThat(result.err()).startsWith(name + " is not a whole dump (").endsWith("Nothing was changed.\n");
        }
        assertThat(server.received()).isEmpty();
    }
}
