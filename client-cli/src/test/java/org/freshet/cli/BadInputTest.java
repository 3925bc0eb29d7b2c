package org.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong command lines and wrong files: each ends with its exit code and says why, and nothing is changed. */
class BadInputTest {

    @TempDir
    private static Path directory;

    private static ContractServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new ContractServer();
        server.job(12, "evdisp", "RUNNING", "");
        Files.writeString(directory.resolve("text.json"), "hello");
        Files.writeString(directory.resolve("half.json"), "[{\"payload\": \"p\"");
        Files.writeString(directory.resolve("twice.json"), "[{\"payload\": \"p\", \"payload\": \"q\"}]");
        Files.writeString(directory.resolve("number.json"), "17");
        Files.writeString(directory.resolve("numbers.json"), "[1, 2]");
        Files.writeString(directory.resolve("without.json"), "[{\"jobtype\": \"t\"}]");
        Files.writeString(directory.resolve("good.json"), "[{\"jobtype\": \"t\", \"payload\": \"p\"}]");
        Files.write(directory.resolve("latin.json"), new byte[] {'[', '"', (byte) 0xe9, '"', ']'});
        Files.write(directory.resolve("zip.json"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** DIR is a directory with files, {@code ␣} a blank within an argument, {@code ∅} an empty argument. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            jb list                                          | 2 | has no command 'jb'
            job lst                                          | 2 | has no command 'lst'
            job ∅                                            | 2 | has no command
            job list --stat failed                           | 2 | did you mean '--state'?
            job list --state asleep                          | 2 | asleep
            job list --limit many                            | 2 | many
            job list --limit 0                               | 2 | limit
            job list --limit -1                              | 2 | limit
            job list --limit 99999999999                     | 2 | 99999999999
            job list extra                                   | 2 | extra
            job list --run x                                 | 2 | 'x'
            job list --json --json                           | 2 | should be specified only once
            job show                                         | 2 | Missing required parameter
            job show abc                                     | 2 | abc
            job show -5                                      | 2 | -5
            job show 0                                       | 2 | '0'
            job show 12;rm                                   | 2 | 12;rm
            job show ../../pilots/3                          | 2 | ../../pilots/3
            job show 99999999999999999999999                 | 2 | 99999999999999999999999
            job show 12␣or␣1=1                               | 2 | 12 or 1=1
            job show 99                                      | 5 | 99
            job show ∅                                       | 2 | ''
            job log 12 --stdout --stderr                     | 2 | mutually exclusive
            job log 12 --attempt zero                        | 2 | zero
            job log 12 --tail -3                             | 2 | a number of lines from 0
            job wait                                         | 2 | Missing required parameter
            job wait 12 --timeout soon                       | 2 | soon
            job wait 12 --timeout -5                         | 2 | -5
            job wait 12 --timeout 5y                         | 2 | 5y
            job prio 12                                      | 2 | Missing required parameter
            job prio high 12                                 | 2 | high
            job prio 1.5 12                                  | 2 | 1.5
            job retry 12 --useful-for never                  | 2 | never
            job cancel                                       | 2 | Missing required parameter
            job cancel 12 --reason                           | 2 | --reason
            job submit                                       | 2 | Missing required parameter
            job submit DIR/absent.json                       | 7 | absent.json
            job submit DIR                                   | 7 | DIR
            job submit DIR/text.json                         | 7 | JSON
            job submit DIR/half.json                         | 7 | JSON
            job submit DIR/latin.json                        | 7 |
            job submit DIR/zip.json                          | 7 |
            job submit DIR/without.json                      | 7 | payload
            job submit DIR/good.json -n 0                    | 2 | -n
            job submit DIR/good.json -n x                    | 2 | x
            job submit DIR/good.json --env NAME              | 2 | NAME
            job submit DIR/good.json --env =x                | 2 | =x
            job submit DIR/good.json --state running         | 2 | running
            job submit DIR/good.json --timeout 5             | 2 | --timeout
            job submit DIR/number.json --priority 5          | 7 |
            job submit DIR/numbers.json --priority 5         | 7 |
            job submit DIR/twice.json --priority 5           | 7 | payload
            validate                                         | 2 | Missing required parameter
            validate DIR/absent.json                         | 7 | absent.json
            pilot show                                       | 2 | Missing required parameter
            pilot show x                                     | 2 | 'x'
            pilot show 999                                   | 5 | 999
            purge                                            | 2 | Missing required options
            purge --what jobs                                | 2 | --older-than
            purge --what jobs --older-than yesterday         | 2 | yesterday
            db dump                                          | 2 | Missing required parameter
            db restore DIR/absent.dump                       | 7 | absent.dump
            db restore DIR                                   | 7 | DIR
            summary extra                                    | 2 | extra
            --no-such-option                                 | 2 | --no-such-option
            """)
    void endsWithItsCodeAndSaysWhy(String line, int code, String words) {
        var before = changes();
        var arguments = Arrays.stream(line.split(" +"))
                .map(it -> it.replace("DIR", directory.toString())
                        .replace("␣", " ")
                        .replace("∅", ""))
                .toArray(String[]::new);

        var result = CommandRun.against(server).run(arguments);

        var said = result.err().replace(directory.toString(), "DIR");
        assertThat(result.code()).as(said).isEqualTo(code);
        assertThat(said).isNotBlank().doesNotContain("\tat ", "Exception").contains(words == null ? "" : words);
        assertThat(said.lines().count()).as(said).isLessThan(12);
        assertThat(result.out()).isEmpty();
        assertThat(changes()).isEqualTo(before);
    }

    /** Questions that were answered with a change. */
    private static long changes() {
        return server.received().stream()
                .filter(it ->
                        it.method().equals("POST") && it.path().matches("/api/v1/(jobs/\\d+/.*|purge|database/.*)"))
                .count();
    }
}
