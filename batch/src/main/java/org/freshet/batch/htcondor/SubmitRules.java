package org.freshet.batch.htcondor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.freshet.batch.htcondor.SubmitTemplate.Statement;

/** What a submit template must hold, because Freshet could not find its jobs again without, or a payload would see too much. */
record SubmitRules(List<Statement> statements) {

    private static final String QUEUE = "nonce from @NONCES@";

    /** What is wrong, as the rest of a sentence that begins with the template's name. */
    Optional<String> broken() {
        return Stream.of(
                        attribute("Installation", "\"@INSTALLATION@\""),
                        attribute("Site", "\"@SITE@\""),
                        attribute("Order", "\"@ORDER@\""),
                        attribute("Nonce", "\"$(nonce)\""),
                        needs(
                                "executable",
                                it -> !it.isEmpty(),
                                "executable = @START@",
                                "it is what becomes the pilot"),
                        needs(
                                "arguments",
                                it -> it.contains("@ARGUMENTS@"),
                                "arguments = \"@ARGUMENTS@\"",
                                "they tell the pilot who it is"),
                        needs(
                                "transfer_input_files",
                                it -> it.contains("@SECRET@"),
                                "transfer_input_files = @SECRET@, @PACKAGE@",
                                "the pilot is let in by that secret"),
                        needs(
                                "should_transfer_files",
                                "yes"::equalsIgnoreCase,
                                "should_transfer_files = YES",
                                "a secret on a shared file system would stay there"),
                        never("getenv", "payloads would see the environment of this server, with its passwords"),
                        never("leave_in_queue", "pilots that have ended would count for ever"),
                        queue())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> attribute(String name, String value) {
        return needs(
                "my.freshet" + name.toLowerCase(Locale.ROOT),
                value::equals,
                "MY.Freshet" + name + " = " + value,
                "Freshet would not recognize its own jobs");
    }

    private Optional<String> needs(String key, Predicate<String> good, String shipped, String why) {
        var given = last(key);
        if (given.isPresent() && good.test(given.get().value())) {
            return Optional.empty();
        }
        return Optional.of((given.isPresent() ? " line " + given.get().line() : "") + " must say \"" + shipped
                + "\": else " + why);
    }

    private Optional<String> never(String key, String why) {
        return last(key)
                .filter(it -> !"false".equalsIgnoreCase(it.value()))
                .map(it -> " line " + it.line() + " must say \"" + key + " = false\": else " + why);
    }

    private Optional<String> queue() {
        var queues = statements.stream().filter(it -> it.key().equals("queue")).toList();
        if (queues.size() == 1
                && queues.getFirst().value().equals(QUEUE)
                && statements.getLast().equals(queues.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(" must end with \"queue " + QUEUE
                + "\", and queue nothing else: Freshet orders one job for each nonce");
    }

    /** The last one counts, as for HTCondor. */
    private Optional<Statement> last(String key) {
        return statements.stream().filter(it -> it.key().equals(key)).reduce((_, second) -> second);
    }
}
