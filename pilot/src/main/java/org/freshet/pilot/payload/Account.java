package org.freshet.pilot.payload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A user of this machine, as its user database knows it. */
record Account(String name, int uid, int gid, Path home) {

    private static final Pattern ENTRY =
            Pattern.compile("([^:]+):[^:]*:(\\d{1,9}|\\d{10}):(\\d{1,9}|\\d{10}):[^:]*:([^:]*):.*");

    /** @throws IOException if there is no such user */
    static Account find(Commands commands, String getent, String name) throws IOException {
        String entry = commands.run(List.of(getent, "--", "passwd", name), Commands.BRIEF);
        var fields = ENTRY.matcher(entry);
        if (!fields.matches()) {
            throw new IOException("its entry cannot be read: " + entry);
        }
        return new Account(
                fields.group(1),
                Integer.parseUnsignedInt(fields.group(2)),
                Integer.parseUnsignedInt(fields.group(3)),
                Path.of(fields.group(4)));
    }

    String ids() {
        return Integer.toUnsignedString(uid) + ":" + Integer.toUnsignedString(gid);
    }
}
