package org.freshet.server.pilot;

import java.util.Optional;

/** Knows whether another server looks after the pilots of the local site. */
public interface LocalPilotsElsewhere {

    /** From where, as long as this server may order none; empty if it may. */
    Optional<String> host();
}
