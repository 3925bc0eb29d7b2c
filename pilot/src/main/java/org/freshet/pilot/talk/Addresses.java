package org.freshet.pilot.talk;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The servers' addresses, one of which is spoken to until it fails. */
final class Addresses {

    private List<URI> all;
    private int current;

    Addresses(List<URI> all) {
        this.all = List.copyOf(all);
    }

    synchronized URI current() {
        return all.get(current);
    }

    synchronized int count() {
        return all.size();
    }

    /** Moves on, unless another call did so already. */
    synchronized void failed(URI address) {
        if (address.equals(current())) {
            current = (current + 1) % all.size();
        }
    }

    /** Adds what a server says of its installation; the address that just worked stays the first choice. */
    synchronized void learn(List<URI> announced) {
        var working = current();
        all = Stream.of(List.of(working), announced, all)
                .flatMap(List::stream)
                .map(Addresses::withoutSlash)
                .distinct()
                .toList();
        current = 0;
    }

    /** So that a path can be appended. */
    static URI withoutSlash(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }
}
