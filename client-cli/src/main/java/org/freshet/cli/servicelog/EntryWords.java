package org.freshet.cli.servicelog;

import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Tone;
import org.freshet.cli.text.Words;
import org.freshet.protocol.ServiceLogView;

/** How an entry of the service log is said in words. */
final class EntryWords {

    private EntryWords() {}

    static Cell level(ServiceLogView entry) {
        return new Cell(Words.lower(entry.level()), tone(entry));
    }

    static Tone tone(ServiceLogView entry) {
        return switch (entry.level()) {
            case INFO -> Tone.PLAIN;
            case WARNING -> Tone.WARNING;
            case ERROR -> Tone.BAD;
        };
    }

    /** One line, for a log that grows: no column can be as wide as what is still to come. */
    static String line(ServiceLogView entry) {
        var author = entry.author() == null ? "" : " (" + entry.author() + ")";
        return Words.time(entry.at()) + "  " + Words.lower(entry.level()) + "  " + entry.service() + author + ": "
                + entry.message();
    }
}
