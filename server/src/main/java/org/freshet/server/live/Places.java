package org.freshet.server.live;

import java.util.HashMap;
import java.util.Map;

/** Counts the streams that are open, in all and by network, so that nobody takes all there may be. */
final class Places {

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    Places(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** False if there is none left. */
    synchronized boolean take(String network) {
        int own = taken.getOrDefault(network, 0);
        if (all >= most || own >= mostOfOne) {
            return false;
        }
        taken.put(network, own + 1);
        all++;
        return true;
    }

    synchronized void giveBack(String network) {
        int own = taken.getOrDefault(network, 0);
        if (own > 1) {
            taken.put(network, own - 1);
        } else {
            taken.remove(network);
        }
        all--;
    }
}
