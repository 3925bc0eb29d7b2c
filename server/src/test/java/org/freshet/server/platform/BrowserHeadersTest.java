package org.freshet.server.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserHeadersTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksForHttpsOnlyWhereItIsSpoken(boolean secure) {
        var request = mock(Request.class);
        when(request.isSecure()).thenReturn(secure);
        var answer = HttpFields.build();

        new BrowserHeaders().customize(request, answer);

        assertThat(answer.contains("Strict-Transport-Security")).isEqualTo(secure);
        assertThat(answer.get("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
