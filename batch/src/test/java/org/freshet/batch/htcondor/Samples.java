package org.freshet.batch.htcondor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.freshet.batch.Capacity;
import org.freshet.batch.Launch;
import org.freshet.batch.Order;
import org.freshet.batch.SiteSecret;

/** What HTCondor's commands printed, one file for each situation. */
final class Samples {

    private static final Pattern FORM = Pattern.compile(
            "(?s)\\$ (\\S+).*?\n--- exit status: (\\d+)[^\n]*\n--- stdout \\(\\d+ bytes\\):\n(.*?)--- stderr \\(\\d+ bytes\\):\n(.*)");

    private Samples() {}

    static Answer.Exited answer(String name) {
        try (var file = Samples.class.getResourceAsStream("/htcondor/" + name + ".txt")) {
            var text = new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
            var form = FORM.matcher(text);
            if (!form.matches()) {
                throw new AssertionError("not a sample: " + name);
            }
            return new Answer.Exited(form.group(1), Integer.parseInt(form.group(2)), form.group(3), form.group(4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Order order(String... nonces) {
        return order(Capacity.UNSTATED, nonces);
    }

    static Order order(Capacity capacity, String... nonces) {
        var servers = List.of(URI.create("http://a.example:8080"), URI.create("http://b.example:8080"));
        return new Order("ab", "o-1", List.of(nonces), new Launch(servers, new SiteSecret("the-secret"), capacity));
    }
}
