package org.freshet.server.live;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many open pages a server keeps up to date; a page beyond that asks by itself every two seconds.
 *
 * @param streams at once
 * @param streamsPerAddress at once, of one address or, with version 6, one network
 */
@ConfigurationProperties("freshet.live")
record LiveSettings(
        @DefaultValue("1000") int streams,
        @DefaultValue("300") int streamsPerAddress) {

    LiveSettings {
        if (streams < 0 || streamsPerAddress < 0) {
            throw new IllegalArgumentException("freshet.live.streams (" + streams
                    + ") and freshet.live.streams-per-address (" + streamsPerAddress + ") are 0 or more.");
        }
    }
}
