package org.freshet.test.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.freshet.test.support.Directories;

/** What the sources say about types, their components and methods, for the description of the API. */
final class Javadoc {

    private static final List<String> SOURCES =
            List.of("protocol/src/main/java", "batch/src/main/java", "server/src/main/java");

    private static final Pattern TAG = Pattern.compile("@(param\\s+\\S+|return|throws|see)");
    private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+#?([^}]*)}");

    private Javadoc() {}

    /** The text before the first tag; empty if there is none. */
    static String of(Class<?> type) {
        return text(comment(type));
    }

    static String ofComponent(Class<?> record, String name) {
        var parts = TAG.split(comment(record), -1);
        var tags =
                TAG.matcher(comment(record)).results().map(MatchResult::group).toList();
        for (int n = 0; n < tags.size(); n++) {
            if (tags.get(n).matches("@param\\s+" + name)) {
                return clean(parts[n + 1]);
            }
        }
        return "";
    }

    static String of(Method method) {
        var declaration = "(?:[ \\t]*@[^\\n]*\\n)*[^\\n;(]*\\b" + method.getName() + "\\(";
        return text(before(method.getDeclaringClass(), declaration));
    }

    private static String comment(Class<?> type) {
        return before(
                type,
                "(?:[ \\t]*@[^\\n]*\\n)*[^\\n]*\\b(?:record|enum|interface|class)\\s+" + type.getSimpleName() + "\\b");
    }

    /** The comment that ends where this begins. */
    private static String before(Class<?> type, String declaration) {
        var found = Pattern.compile("/\\*\\*([^*]*+(?:\\*(?!/)[^*]*+)*+)\\*/\\s*\\n" + declaration)
                .matcher(source(type));
        return found.find() ? found.group(1) : "";
    }

    private static String source(Class<?> type) {
        var file = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        return SOURCES.stream()
                .map(it -> Directories.project().resolve(it).resolve(file))
                .filter(Files::exists)
                .map(Javadoc::read)
                .collect(Collectors.joining());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String comment) {
        return clean(TAG.split(comment, 2)[0]);
    }

    private static String clean(String comment) {
        var lines = comment.replaceAll("(?m)^\\s*\\*", " ").replaceAll("</?p>", " ");
        return INLINE.matcher(lines).replaceAll("$1").replaceAll("\\s+", " ").strip();
    }
}
