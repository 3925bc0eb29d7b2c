package org.freshet.server.dashboard.audit;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of a file of comma-separated values (RFC 4180). */
final class CsvFile {

    private CsvFile() {}

    static String line(List<String> cells) {
        return cells.stream().map(CsvFile::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        var safe = isFormula(text) ? "'" + text : text;
        return safe.chars().anyMatch(it -> it == ',' || it == '"' || it == '\n' || it == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    /** What people typed as a reason must not become a formula of whoever opens the file. */
    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }
}
