package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void isLongNeverTheSameAndFitForAHeader() {
        var secrets =
                Stream.generate(Secret::random).limit(1000).map(Secret::text).collect(Collectors.toSet());

        assertThat(secrets).hasSize(1000).allMatch(it -> it.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void isKnownAgainByItsHashOnly() {
        var secret = Secret.random();

        var hash = secret.hash();

        assertThat(hash).hasSize(32);
        assertThat(new Secret(secret.text()).matches(hash)).isTrue();
        assertThat(Secret.random().matches(hash)).isFalse();
        assertThat(new Secret(secret.text() + " ").matches(hash)).isFalse();
        assertThat(secret.matches(new byte[0])).isFalse();
    }

    @Test
    void hasTheHashThatOtherProgramsCompute() {
        assertThat(new Secret("abc").hash())
                .asHexString()
                .isEqualToIgnoringCase("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    }

    @Test
    void doesNotShowItselfInALog() {
        var secret = Secret.random();

        assertThat(secret.toString()).doesNotContain(secret.text());
    }
}
