package org.freshet.cli.job;

import org.freshet.cli.session.Progress;
import org.freshet.cli.text.Terminal;
import org.freshet.cli.text.Words;

/** What a person sees while a large file is on its way. A small one is gone before it could be read. */
record SubmissionProgress(Terminal terminal) implements Progress {

    private static final long LARGE = 1024 * 1024;

    @Override
    public void sent(long sent, long total) {
        if (total < LARGE) {
            return;
        }
        String kilobytes = Words.number(sent / 1024) + " of " + Words.number(total / 1024) + " kB";
        terminal.progress(sent, total, sent < total ? kilobytes + " sent" : kilobytes + " sent; it is being stored");
    }
}
