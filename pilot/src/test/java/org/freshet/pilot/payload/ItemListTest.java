package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.freshet.pilot.fixtures.JobBuilder.aJob;
import static org.freshet.pilot.fixtures.JobBuilder.aShellJob;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freshet.pilot.fixtures.RootOnly;
import org.freshet.protocol.FailureReason;
import org.freshet.protocol.FanOut;
import org.freshet.protocol.LogPart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemListTest extends RunningPayloads {

    private Path data;

    @BeforeEach
    void makeData() throws Exception {
        data = Files.createDirectory(temp.resolve("data"));
    }

    private void files(String... names) throws Exception {
        for (var name : names) {
            var file = data.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private PayloadEnd list(FanOut what) throws Exception {
        // its payload must not be run
        return run(aShellJob("echo ran > " + temp.resolve("ran")).fanOut(what));
    }

    private PayloadEnd glob(String pattern) throws Exception {
        return list(new FanOut(data + "/" + pattern, null, List.of()));
    }

    private PayloadEnd json(String text) throws Exception {
        var file = Files.writeString(data.resolve("list.json"), text);
        return list(new FanOut(null, file.toString(), List.of()));
    }

    private void assertItems(PayloadEnd end, String... names) {
        assertThat(end.verdict()).isEqualTo(new Verdict(null, 0, null, null));
        assertThat(end.items())
                .containsExactly(IntStream.range(0, names.length)
                        .mapToObj(it -> data + "/" + names[it])
                        .toArray(String[]::new));
    }

    private void assertFailed(PayloadEnd end, String... words) {
        assertThat(end.verdict().reason()).isEqualTo(FailureReason.OUTPUT_MISSING);
        assertThat(end.verdict().message()).contains(words);
        assertThat(end.items()).isNull();
    }

    @Test
    void areTheFilesThatMatchInOrder() throws Exception {
        files("b.adc", "a.adc", "c.txt", ".hidden.adc", "deep/d.adc");

        assertItems(glob("*.adc"), "a.adc", "b.adc");
        assertThat(temp.resolve("ran")).doesNotExist();
        assertThat(work().resolve("12.1").resolve("items")).exists();
    }

    @Test
    void mayLieInDirectoriesThatMatch() throws Exception {
        files("run1/x/1.adc", "run1.b/x/3.adc", "run1/x/2.adc", "run2/y/4.adc", "run3", "other/x/5.adc");

        assertItems(glob("run[0-9]*/?/*.adc"), "run1.b/x/3.adc", "run1/x/1.adc", "run1/x/2.adc", "run2/y/4.adc");
    }

    @Test
    void mayHaveOddNames() throws Exception {
        files(" a b.adc", "a'\"$(touch x)`.adc", "a\nb.adc", "a\\b.adc", "-n.adc", "*.adc", "ä.adc", "[x].adc");

        assertItems(
                glob("*.adc"),
                " a b.adc",
                "*.adc",
                "-n.adc",
                "[x].adc",
                "a\nb.adc",
                "a'\"$(touch x)`.adc",
                "a\\b.adc",
                "ä.adc");
    }

    @Test
    void mayComeFromAPatternWithBlanksAndQuotes() throws Exception {
        files("my 'own' data/$HOME 1.adc", "my 'own' data/$HOME 2.adc");

        assertItems(glob("my 'own' data/$HOME *"), "my 'own' data/$HOME 1.adc", "my 'own' data/$HOME 2.adc");
    }

    @Test
    void areNoneIfNothingMatches() throws Exception {
        files("a.txt", "run1/a.txt");

        assertItems(glob("*/*.adc"));
    }

    @Test
    void areOneIfThePatternIsAName() throws Exception {
        files("a.adc");

        assertItems(glob("a.adc"), "a.adc");
    }

    @Test
    void needTheDirectoryThatThePatternNames() throws Exception {
        assertFailed(
                glob("missing/*.adc"),
                "The files " + data + "/missing/*.adc could not be listed",
                data + "/missing/ does not exist");
    }

    @RootOnly
    @ParameterizedTest
    @CsvSource({"rwx--x--x, cannot be read", "rwxr--r--, cannot be entered"})
    void needDirectoriesThatCanBeRead(String permissions, String complaint) throws Exception {
        files("run1/a.adc", "run2/a.adc");
        Files.createDirectories(work());
        for (var file : List.of(temp, work(), data)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(data.resolve("run2"), PosixFilePermissions.fromString(permissions));
        user = SiteUser.of("nobody", System.getenv(), work(), commands);

        assertFailed(glob("*/*.adc"), "The directory " + data + "/run2/ " + complaint + ": permission denied");
    }

    @RootOnly
    @Test
    void areReadAsThePayloadsUser() throws Exception {
        Files.createDirectories(work());
        for (var file : List.of(temp, work(), data)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        user = SiteUser.of("nobody", System.getenv(), work(), commands);
        var file = Files.writeString(data.resolve("mine.json"), "[1]");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertFailed(
                list(new FanOut(null, file.toString(), List.of())),
                file.toString(),
                "cannot be read: permission denied");
    }

    /** What is found where the file with the items was. */
    private ItemList replacedBy(String script) throws Exception {
        var directory = Files.createDirectories(temp.resolve("exchanged"));
        var unused = commands.run(
                List.of("/bin/sh", "-c", "cd -- \"$0\" && " + script, directory.toString()), Commands.BRIEF);
        return Objects.requireNonNull(ItemList.of(new FanOut(null, "/list.json", List.of()), directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo '[1]' > other && ln -s other items", "ln -s /dev/zero items", "mkfifo items", "true"})
    void areReadFromAPlainFileOnly(String exchange) throws Exception {
        var list = replacedBy(exchange);

        assertThatThrownBy(() -> list.read(user))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("items is not there, or not a plain file");
    }

    @Test
    void areNotReadBeyondTheirLimit() throws Exception {
        var list = replacedBy("truncate -s 3G items");

        assertThatThrownBy(() -> list.read(user))
                .isInstanceOf(ItemList.UnusableException.class)
                .hasMessageContaining("more than 4194304 bytes");
    }

    @RootOnly
    @Test
    void areNotReadWithTheRightsOfThePilot() throws Exception {
        Files.createDirectories(work());
        for (var file : List.of(temp, work())) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        user = SiteUser.of("nobody", System.getenv(), work(), commands);
        var list = replacedBy("echo '[\"secret\"]' > items && chmod 600 items && chmod 755 .");

        assertThatThrownBy(() -> list.read(user)).isInstanceOf(IOException.class);
    }

    @Test
    void areListedWithoutTheVariablesOfTheJob() throws Exception {
        files("a.adc");

        var end = run(aShellJob("true")
                .env("LD_PRELOAD", "/no/such/library.so")
                .fanOut(new FanOut(data + "/*", null, List.of())));

        assertItems(end, "a.adc");
        assertThat(text(end, LogPart.Stream.STDERR)).isEmpty();
    }

    @Test
    void areNotListedIfAWordCannotBePassedOn() throws Exception {
        var end = glob("\ud800*");

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message()).contains("could not be listed: the pilot passes words on in");
        assertThat(end.hostsFault()).isTrue();
    }

    @Test
    void areAtMostTenThousand() throws Exception {
        for (int n = 0; n <= FanOut.MAX_ITEMS; n++) {
            Files.createFile(data.resolve(n + ".adc"));
        }

        assertFailed(glob("*.adc"), "More than 10000 files match.");
    }

    @Test
    void comeFromAListInAFile() throws Exception {
        var end = json("[\"U\", \" V \\n\", 7, 1.50, true]\n");

        assertThat(end.verdict().reason()).isNull();
        assertThat(end.items()).hasSize(5).startsWith("U", " V \n", "7").endsWith("true");
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    @Test
    void mayBeNoneInAFile() throws Exception {
        assertThat(json("[]").items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [{"a": 1}]        | item 0 is an object; texts, numbers and booleans are allowed
            ["a", null]       | item 1 is null
            {"items": ["a"]}  | a JSON list is expected, not an object
            "a"               | a JSON list is expected, not a text
            ["a", ""]         | item 1 is empty
            ["a\\u0000"]      | item 0 has the character U+0000
            ["\\ud800"]       | half of a surrogate pair
            U V Z             | it is not JSON at line 1, column
            ["a"              | it is not JSON
            ["a"] ["b"]       | it is not JSON
            ~~                | a JSON list is expected, not nothing
            """)
    void needAFileWithAList(String text, String complaint) throws Exception {
        assertFailed(json(text), "The list " + data + "/list.json is of no use: ", complaint);
    }

    @Test
    void areNeitherTooManyNorTooLongInAFile() throws Exception {
        var many = IntStream.rangeClosed(0, FanOut.MAX_ITEMS)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));

        assertFailed(json(many), "it has 10001 items, at most 10000 are allowed");
    }

    @Test
    void areNotLongerThanAVariableMayBe() throws Exception {
        assertFailed(
                json("[\"a\", \"" + "x".repeat(FanOut.MAX_ITEM + 1) + "\"]"),
                "item 1 has 4097 characters, at most 4096 are allowed");
    }

    @Test
    void doNotComeFromAHugeFile() throws Exception {
        var file = data.resolve("huge.json");
        try (var huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(100L << 20);
        }

        assertFailed(list(new FanOut(null, file.toString(), List.of())), "it has more than 4194304 bytes");
        assertThat(work().resolve("12.1").resolve("items")).hasSize(FanOut.MAX_LIST + 1L);
    }

    @ParameterizedTest
    @CsvSource({"missing.json, The file does not exist", "'', It is not a file"})
    void needAFileThatIsThere(String name, String complaint) throws Exception {
        assertFailed(list(new FanOut(null, data.resolve(name).toString(), List.of())), complaint);
    }

    @Test
    void haveAPlaceForTheirFiles() throws Exception {
        var place = data.resolve("hits");

        list(new FanOut(data + "/*", null, List.of(place.toString())));

        assertThat(place).isDirectory();
    }

    @Test
    void haveNoPlaceWhereNothingIs() throws Exception {
        var end = list(new FanOut(data + "/*", null, List.of(data + "/no/hits")));

        assertThat(end.verdict().reason()).isEqualTo(FailureReason.NOT_STARTED);
        assertThat(end.verdict().message())
                .contains("The directory " + data + "/no/hits for the files of the items could not be made");
    }

    @RootOnly
    @Test
    void havePlacesThatThePayloadsUserMade() throws Exception {
        Files.createDirectories(work());
        for (var file : List.of(temp, work())) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        user = SiteUser.of("nobody", System.getenv(), work(), commands);
        var place = data.resolve("hits of all");

        list(new FanOut(data + "/*", null, List.of(place.toString())));

        assertThat(Files.getOwner(place).getName()).isEqualTo("nobody");
    }

    @Test
    void arePassedOnByTheirOwnJobsWhichRunTheirPayloads() throws Exception {
        var place = data.resolve("hits");

        var end = run(aJob("/usr/bin/env")
                .env("HITS", place + "/00000.txt")
                .fanOut(new FanOut(null, null, List.of(place.toString()))));

        assertThat(stdout(end)).contains("HITS=" + place + "/00000.txt\n");
        assertThat(end.items()).isNull();
        assertThat(place).isDirectory();
    }
}
