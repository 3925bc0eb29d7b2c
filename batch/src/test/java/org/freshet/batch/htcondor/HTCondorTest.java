package org.freshet.batch.htcondor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.freshet.batch.BatchId;
import org.freshet.batch.Removal;
import org.freshet.batch.Submission.Accepted;
import org.freshet.batch.Submission.Refused;
import org.freshet.batch.Submission.Unknown;
import org.freshet.batch.View.Seen;
import org.freshet.batch.View.Unreadable;
import org.freshet.batch.htcondor.CondorCommands.Limits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell scripts stand for HTCondor's commands; the real ones are met by the integration tests. */
class HTCondorTest {

    private static final String QUEUE_3 = "echo '17.0 - 17.2'";
    private static final String ONE_JOB = "echo '[{\"ClusterId\": 17, \"ProcId\": 0, \"JobStatus\": 2, \"QDate\": 5,"
            + " \"FreshetOrder\": \"o-1\", \"FreshetNonce\": \"a\"}]'";

    @TempDir
    Path temporary;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @BeforeEach
    void makePlaces() throws IOException {
        Files.createDirectories(temporary.resolve("bin"));
        Files.createDirectories(temporary.resolve("pilots"));
        Files.writeString(temporary.resolve("start-pilot"), "");
        Files.writeString(temporary.resolve("package"), "");
    }

    @Test
    void submitsTheOrderFromAPrivateDirectory() throws IOException {
        command("condor_submit", "echo \"$@\" > arguments; pwd > where; cat > stdin; " + QUEUE_3);

        var answer = htcondor().submit(Samples.order("a", "b", "c"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Accepted.class, it -> assertThat(it.placed()).hasSize(3));
        assertThat(order("arguments")).hasContent("-terse pilot.sub");
        assertThat(order("where")).hasContent(order("").toString());
        assertThat(order("stdin")).isEmptyFile();
        assertThat(order("nonces")).hasContent("a\nb\nc");
        assertThat(order("secret")).hasContent("the-secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(order("secret"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(order(""))))
                .isEqualTo("rwx------");
    }

    @Test
    void doesNotSubmitAnOrderTwice() throws IOException {
        command("condor_submit", "echo x >> ../../calls; " + QUEUE_3);
        htcondor().submit(Samples.order("a", "b", "c"));

        var again = htcondor().submit(Samples.order("a", "b", "c"));

        assertThat(again)
                .isInstanceOfSatisfying(
                        Unknown.class, it -> assertThat(it.sentence()).contains("o-1 was submitted before"));
        assertThat(temporary.resolve("pilots/calls")).hasContent("x");
    }

    @Test
    void endsASubmissionThatTakesTooLongWithAllThatItStarted() throws IOException {
        command("condor_submit", "trap '' TERM; sleep 600 & echo $! > child; sleep 600");

        var answer = htcondor().submit(Samples.order("a"));

        assertThat(answer).isEqualTo(new Unknown("condor_submit gave no answer within 0.5 s and was ended"));
        var child = Long.parseLong(Files.readString(order("child")).strip());
        await("the end of " + child).until(() -> hasEnded(child));
    }

    @Test
    void leavesNothingOfARefusedOrder() throws IOException {
        command(
                "condor_submit",
                "line=$(grep -n ^executable pilot.sub | cut -d : -f 1);"
                        + " echo >&2; echo \"ERROR: on Line $line of submit file: no\" >&2; exit 1");

        var answer = htcondor().submit(Samples.order("a"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class,
                        it -> assertThat(it.sentence())
                                .containsPattern(
                                        "ERROR: on Line (\\d+) of submit file: no \\(.*/pilot.sub line \\1 is \"executable +="));
        assertThat(order("")).doesNotExist();
    }

    @Test
    void refusesWhenTheDirectoryCannotBeWritten() throws IOException {
        command("condor_submit", QUEUE_3);
        Files.writeString(temporary.resolve("pilots/ab"), "a file");

        assertThat(htcondor().submit(Samples.order("a"))).isInstanceOf(Refused.class);
    }

    @Test
    void refusesWithoutItsOwnFiles() throws IOException {
        command("condor_submit", QUEUE_3);
        Files.delete(temporary.resolve("package"));

        assertThat(htcondor().submit(Samples.order("a")))
                .isInstanceOfSatisfying(
                        Refused.class, it -> assertThat(it.sentence()).contains("/package cannot be read"));
    }

    @Test
    void saysThatHtcondorIsNotInstalled() {
        var sentence = "There is no program %s in " + temporary.resolve("bin")
                + ": HTCondor is not installed on this machine, or freshet.htcondor.bin names the wrong directory";

        assertThat(htcondor().view("ab")).isEqualTo(new Unreadable(sentence.formatted("condor_q")));
        assertThat(htcondor().submit(Samples.order("a"))).isEqualTo(new Refused(sentence.formatted("condor_submit")));
        assertThat(htcondor().remove("ab", List.of(new BatchId("1.0"))))
                .isEqualTo(new Removal.Failed(sentence.formatted("condor_rm")));
        assertThat(htcondor().ending("ab", new BatchId("1.0")))
                .contains("not known", sentence.formatted("condor_history"));
        assertThat(new CondorCommands(null, Map.of("PATH", "/none"), Limits.STANDARD).version())
                .startsWith("There is no program condor_version on the PATH: ");
    }

    @Test
    void asksForTheJobsOfItsInstallationAndSiteOnly() throws IOException {
        command("condor_q", "printf '%s\\n' \"$@\" > " + temporary + "/asked; " + ONE_JOB);

        assertThat(((Seen) htcondor().view("ab")).slots()).hasSize(1);
        assertThat(temporary.resolve("asked")).hasContent("""
                -allusers
                -constraint
                FreshetInstallation =?= "inst" && FreshetSite =?= "ab"
                -json
                -attributes
                ClusterId,ProcId,JobStatus,QDate,EnteredCurrentStatus,HoldReason,HoldReasonCode,HoldReasonSubCode,FreshetOrder,FreshetNonce
                """);
    }

    @Test
    void forgetsTheSecretWhenNoJobOfAnOrderIsLeftAndLaterItsLogs() throws IOException {
        command("condor_submit", QUEUE_3);
        command("condor_q", ONE_JOB);
        htcondor().submit(Samples.order("a", "b", "c"));

        pass(Duration.ofDays(8));
        htcondor().view("ab");
        assertThat(order("secret")).exists();
        command("condor_q", "");
        now.set(Instant.now());
        pass(Duration.ofHours(23));
        htcondor().view("ab"); // perhaps of a queue that was lost
        assertThat(order("secret")).exists();
        pass(Duration.ofHours(2));
        htcondor().view("ab");
        assertThat(order("secret")).doesNotExist();
        assertThat(order("pilot.sub")).exists();
        pass(Duration.ofDays(8));
        htcondor().view("ab");
        assertThat(order("")).doesNotExist();
    }

    @Test
    void removesManyJobsAThousandAtATime() throws IOException {
        command("condor_rm", "printf '%s\\n' \"$2\" >> " + temporary + "/removed");

        assertThat(remove(IntStream.range(0, 1001).mapToObj(n -> "17." + n))).isEqualTo(new Removal.Asked());

        assertThat(Files.readAllLines(temporary.resolve("removed")))
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo(
                        "FreshetInstallation =?= \"inst\" && FreshetSite =?= \"ab\" && ((ClusterId =?= 17 && member(ProcId, {1000})))");
    }

    @Test
    void isContentWhenWhatItShouldRemoveIsGone() throws IOException {
        command("condor_rm", "echo \"Couldn't find/remove all jobs matching constraint (x)\" >&2; exit 1");
        command("condor_q", "");

        assertThat(remove(Stream.of("17.0"))).isEqualTo(new Removal.Asked());

        command("condor_q", ONE_JOB);
        assertThat(remove(Stream.of("17.0")))
                .isInstanceOfSatisfying(
                        Removal.Failed.class,
                        it -> assertThat(it.sentence())
                                .contains(
                                        "condor_rm ended with exit status 1: Couldn't find",
                                        "1 of them, the first is 17.0, are still in the queue"));

        command("condor_q", "exit 1");
        assertThat(remove(Stream.of("17.0")))
                .isInstanceOfSatisfying(
                        Removal.Failed.class,
                        it -> assertThat(it.sentence())
                                .contains("whether they are gone cannot be told: condor_q ended with exit status 1"));
    }

    @Test
    void removesNothingThatIsNoJobOfHtcondor() {
        assertThat(remove(Stream.of("order.0", "all", "-all", ""))).isEqualTo(new Removal.Asked());
    }

    @Test
    void doesNotKeepMoreOfAnAnswerThanItCanHold() throws IOException {
        command("condor_q", "head -c 40000000 /dev/zero | tr '\\0' ' '");

        assertThat(htcondor(Duration.ofSeconds(30)).view("ab"))
                .isEqualTo(new Unreadable("condor_q printed more than 32 MB, which cannot be right"));
    }

    @Test
    void tellsHowAPilotEndedAndItsLastWords() throws IOException {
        command("condor_submit", QUEUE_3);
        htcondor().submit(Samples.order("a", "b", "c"));
        Files.writeString(order("pilot.1.log"), "started\nThe server refused the secret.\n\n");
        command(
                "condor_history",
                "echo '[{\"JobStatus\": 4, \"ExitCode\": 2, \"ExitBySignal\": false, \"Iwd\": \"" + order("")
                        + "\", \"Err\": \"pilot.1.log\"}]'");

        var words = ", its log " + order("pilot.1.log") + " ends with \"The server refused the secret.\"";
        assertThat(htcondor().ending("ab", new BatchId("17.1"))).isEqualTo("exit code 2" + words);
        assertThat(htcondor().ending("ab", new BatchId("o-1.0")))
                .isEqualTo("how it ended is not known, o-1.0 is no job of HTCondor");

        command("condor_history", "sleep 600");
        assertThat(htcondor().ending("ab", new BatchId("17.1")))
                .isEqualTo(
                        "how it ended is not known (condor_history gave no answer within 0.5 s and was ended)" + words);
    }

    private Removal remove(Stream<String> ids) {
        Collection<BatchId> slots = ids.map(BatchId::new).toList();
        return htcondor().remove("ab", slots);
    }

    /** Also if nobody has waited for it yet. */
    private static boolean hasEnded(long pid) throws IOException {
        var process = Path.of("/proc", Long.toString(pid), "cmdline");
        return Files.notExists(process)
                || Files.size(process) == 0 && Files.readString(process).isEmpty();
    }

    private void pass(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    private HTCondor htcondor() {
        return htcondor(Duration.ofMillis(500));
    }

    private HTCondor htcondor(Duration limit) {
        var commands =
                new CondorCommands(temporary.resolve("bin"), System.getenv(), new Limits(limit, limit, limit, limit));
        var files = new PilotFiles(
                Path.of("../deploy/htcondor/pilot.sub"),
                temporary.resolve("start-pilot"),
                temporary.resolve("package"));
        return new HTCondor(commands, temporary.resolve("pilots"), files, "inst", now::get);
    }

    private Path order(String file) {
        return temporary.resolve("pilots/ab/o-1").resolve(file);
    }

    private void command(String name, String script) throws IOException {
        var file = Files.writeString(temporary.resolve("bin").resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
