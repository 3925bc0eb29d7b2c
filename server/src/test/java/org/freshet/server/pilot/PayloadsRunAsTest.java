package org.freshet.server.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadsRunAsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    |        |
                    | nobody |
            freshet |        | Payloads run as the pilot's own user freshet.
            root    |        | Payloads run as the pilot's own user root: its site names no other (payload user).
            root    | nobody | Payloads run as nobody, to whom the pilot changes from root.
            nobody  | nobody | Payloads run as the pilot's own user nobody, as its site wants.
            freshet | nobody | Payloads run as the pilot's own user freshet, not as nobody: the pilot does not run as root.
            """)
    void saysAsWhomPayloadsRunAndWhy(String user, String payloadUser, String sentence) {
        assertThat(PayloadsRunAs.sentence(user, payloadUser)).isEqualTo(sentence);
    }
}
