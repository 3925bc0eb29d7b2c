package org.freshet.server.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom an address stands for where callers are counted: one host has as many addresses of version 6 as it likes, but one network. */
public final class Network {

    private static final int BYTES = 8;

    private Network() {}

    /** The first 64 bits of an address of version 6; any other address as it is. */
    public static String of(String address) {
        try {
            // a literal, so nothing is looked up
            return InetAddress.ofLiteral(address) instanceof Inet6Address v6
                    ? HexFormat.of().formatHex(Arrays.copyOf(v6.getAddress(), BYTES))
                    : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
