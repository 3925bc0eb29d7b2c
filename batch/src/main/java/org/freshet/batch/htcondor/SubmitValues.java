package org.freshet.batch.htcondor;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.batch.Capacity;
import org.freshet.batch.Order;

/** What is filled into a submit template for an order, in the spelling of submit files. */
final class SubmitValues {

    private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9/._+:@~-]+");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private SubmitValues() {}

    /**
     * By placeholder; empty = not stated.
     *
     * @throws IllegalArgumentException with a sentence: something cannot be written into a submit file
     */
    static Map<String, String> of(Order order, String installation, OrderDirectory directory, PilotFiles files) {
        order.nonces().forEach(it -> check(NONCE.matcher(it).matches(), "The nonce \"" + it + "\" is not plain"));
        var values = new LinkedHashMap<String, String>();
        values.put("INSTALLATION", installation);
        values.put("SITE", order.site());
        values.put("ORDER", order.orderId());
        values.put("DIRECTORY", plain(directory.path()));
        values.put("NONCES", plain(directory.nonces()));
        values.put("SECRET", plain(directory.secret()));
        values.put("START", plain(files.start()));
        values.put("PACKAGE", plain(files.packed()));
        values.put("ARGUMENTS", arguments(order));
        var capacity = order.launch().capacity();
        values.put("CORES", stated(capacity.cores()));
        values.put("MEMORY_MB", stated(capacity.memoryMb()));
        values.put("DISK_MB", stated(capacity.diskMb()));
        return values;
    }

    private static String arguments(Order order) {
        var servers = order.launch().servers().stream().map(URI::toString).collect(Collectors.joining(","));
        var words = Stream.concat(
                        Stream.of("--server", servers, "--site", order.site()),
                        capacity(order.launch().capacity()))
                .map(SubmitValues::quoted);
        // only HTCondor knows these two
        return words.collect(Collectors.joining(" ")) + " --nonce=$(nonce) --batch-id $(ClusterId).$(ProcId)";
    }

    private static Stream<String> capacity(Capacity capacity) {
        return Stream.of(
                        option("--cores", capacity.cores()),
                        option("--memory-mb", capacity.memoryMb()),
                        option("--disk-mb", capacity.diskMb()),
                        capacity.tags().stream().flatMap(it -> Stream.of("--tag", it)))
                .flatMap(it -> it);
    }

    private static Stream<String> option(String name, int number) {
        return number > 0 ? Stream.of(name, Integer.toString(number)) : Stream.of();
    }

    private static String stated(int number) {
        return number > 0 ? Integer.toString(number) : "";
    }

    /** One argument in HTCondor's "new syntax", which doubles both kinds of quotes; {@code $} would begin a macro. */
    private static String quoted(String word) {
        check(!CONTROL.matcher(word).find(), "An argument of the pilot has a line break or another control character");
        return "'" + word.replace("'", "''").replace("\"", "\"\"").replace("$", "$(DOLLAR)") + "'";
    }

    private static String plain(Path path) {
        check(
                PLAIN_PATH.matcher(path.toString()).matches(),
                "The path " + path
                        + " has blanks or signs that mean something in a submit file: use another directory");
        return path.toString();
    }

    private static void check(boolean good, String sentence) {
        if (!good) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** Every placeholder, for messages. */
    static List<String> names() {
        return List.of(
                "INSTALLATION",
                "SITE",
                "ORDER",
                "DIRECTORY",
                "NONCES",
                "SECRET",
                "START",
                "PACKAGE",
                "ARGUMENTS",
                "CORES",
                "MEMORY_MB",
                "DISK_MB");
    }
}
