package org.freshet.server.dump;

import java.time.Instant;

/**
 * What a dump says of itself at its beginning.
 *
 * @param format of the archive; another number means that this server cannot read it
 * @param freshet version of the server that wrote it
 * @param schema version of the database schema, the number of the newest migration
 * @param installation number of the installation
 * @param at the moment whose content it is
 */
record DumpManifest(int format, String freshet, String schema, String installation, Instant at) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";
}
