package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataTypeTest {

    private static final String TYPE = """
            {"name": "%s", "ext": ".%s", "comment": "", "outputCheck": "NOT_EMPTY", "createdAt": "2026-11-20T03:00:00.000Z"}""";

    @TempDir
    private Path directory;

    private ContractServer server;
    private CommandRun freshet;

    @BeforeEach
    void start() throws IOException {
        server = new ContractServer();
        freshet = CommandRun.against(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void addsWhatIsInAFileAndSaysWhatWasThereAlready() throws IOException {
        var file = directory.resolve("types.json");
        Files.writeString(file, "[{\"name\": \"TXT\"}]");
        server.documents("{\"items\": [{\"dataType\": %s, \"created\": true}, {\"dataType\": %s, \"created\": false}]}"
                .formatted(TYPE.formatted("TXT", "txt"), TYPE.formatted("ROOT", "root")));

        var result = freshet.run("datatype", "add", file.toString());

        assertThat(result.out()).isEqualTo("Added: TXT.\nThere already: ROOT.\n");
        assertThat(server.last().body()).isEqualTo("[{\"name\": \"TXT\"}]");
    }

    @Test
    void tellsTheLineOfWhatIsWrong() throws IOException {
        var file = directory.resolve("types.json");
        Files.writeString(file, "[]");
        server.refuseWith(400, """
                {"status": 400, "detail": "x", "errors": [{"field": "[1].exte", "reason": "unknown field", "line": 3, "column": 9}]}""");

        var result = freshet.run("datatype", "add", file.toString());

        assertThat(result.code()).isEqualTo(7);
        assertThat(result.err()).isEqualTo(file + ":3:9: [1].exte: unknown field\n");
    }

    @Test
    void listsDataTypes() {
        server.documents("{\"items\": [" + TYPE.formatted("TXT", "txt") + "]}");

        assertThat(freshet.run("datatype", "list").out()).isEqualTo("""
                        TYPE  EXT   A FILE MUST
                        TXT   .txt  not be empty
                        """);
    }
}
