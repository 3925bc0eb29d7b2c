package org.freshet.cli.site;

import java.util.List;
import java.util.Locale;
import org.freshet.cli.text.Table.Cell;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Tone;
import org.freshet.protocol.SiteView;

/** How a site is said in words. */
final class SiteWords {

    private SiteWords() {}

    static Cell state(SiteView site) {
        return site.paused() ? new Cell("paused", Tone.WARNING) : new Cell("active", Tone.PLAIN);
    }

    static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    static void note(Terminal terminal, List<String> notices) {
        notices.forEach(notice -> terminal.note("Note: " + notice));
    }
}
