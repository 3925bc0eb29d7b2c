package org.freshet.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {

    @Test
    void takesAllAddressesOfAHostsNetworkForOne() {
        assertThat(Network.of("2001:db8:1:2::1"))
                .isEqualTo(Network.of("2001:db8:1:2:ffff:1:2:3"))
                .isNotEqualTo(Network.of("2001:db8:1:3::1"));
    }

    @Test
    void leavesOtherAddressesAsTheyAre() {
        assertThat(Network.of("10.0.0.1")).isEqualTo("10.0.0.1").isNotEqualTo(Network.of("10.0.0.2"));
        assertThat(Network.of("no address")).isEqualTo("no address");
    }
}
