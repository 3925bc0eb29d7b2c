package org.freshet.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

class OidcRequestsTest {

    private final OidcRequests requests = new OidcRequests("provider");

    private Cookie begin(String address) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        var response = new MockHttpServletResponse();
        requests.saveAuthorizationRequest(
                OAuth2AuthorizationRequest.authorizationCode()
                        .authorizationUri("https://id.example/authorize")
                        .clientId("freshet")
                        .state("a-state")
                        .build(),
                request,
                response);
        return response.getCookie("provider");
    }

    private @Nullable OAuth2AuthorizationRequest find(Cookie cookie) {
        var request = new MockHttpServletRequest();
        request.setCookies(cookie);
        request.setParameter("state", "a-state");
        return requests.loadAuthorizationRequest(request);
    }

    @Test
    void keepsTheLoginsOfOthersHoweverManyOneAddressBegins() {
        var mine = begin("10.0.0.1");

        var first = begin("10.0.0.2");
        for (int n = 0; n < 2000; n++) {
            begin("10.0.0.2");
        }

        assertThat(find(mine)).isNotNull();
        assertThat(find(first)).isNull();
        assertThat(find(begin("10.0.0.2"))).isNotNull();
    }

    @Test
    void keepsTwentyOfAnAddress() {
        var first = begin("2001:db8::1");
        for (int n = 2; n <= 20; n++) {
            begin("2001:db8::" + n);
        }

        var whenFull = find(first);
        begin("2001:db8::99");

        assertThat(whenFull).isNotNull();
        assertThat(find(first)).isNull();
    }
}
