package org.freshet.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import org.freshet.protocol.Role;
import org.freshet.server.account.TokenOwner;
import org.freshet.server.login.ProviderAccounts.In;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.transaction.CannotCreateTransactionException;

class OidcArrivalTest {

    private final ProviderAccounts accounts = mock(ProviderAccounts.class);
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final OidcArrival arrival = new OidcArrival(
            new OidcSettings("", "", "", "the lab", "openid", "preferred_username", "roles", ""),
            accounts,
            new BrowserSessions(new LoginSettings(Duration.ofHours(1)), "freshet"));

    private void arrive() throws Exception {
        var token = OidcIdToken.withTokenValue("token")
                .issuer("https://id.example")
                .subject("s-1")
                .claim("preferred_username", "mara")
                .build();
        arrival.onAuthenticationSuccess(
                request, response, new TestingAuthenticationToken(new DefaultOidcUser(List.of(), token), ""));
    }

    @Test
    void triesOnceMoreWhereAnotherWindowOfTheSamePersonWasFaster() throws Exception {
        when(accounts.arrive(any()))
                .thenThrow(new DataIntegrityViolationException("account_name_unique"))
                .thenReturn(new In(new TokenOwner("mara", Role.VIEWER, 7)));

        arrive();

        assertThat(response.getForwardedUrl()).isEqualTo("/login/arrived");
        assertThat(request.getSession(false)).isNotNull();
    }

    @Test
    void saysThatTheDatabaseIsAway() throws Exception {
        when(accounts.arrive(any())).thenThrow(new CannotCreateTransactionException("away"));

        arrive();

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(request.getSession(false)).isNull();
    }

    @Test
    void triesNoThirdTime() throws Exception {
        when(accounts.arrive(any()))
                .thenThrow(new OptimisticLockingFailureException("first"))
                .thenThrow(new DataIntegrityViolationException("second"))
                .thenThrow(new AssertionError("a third time"));

        assertThatThrownBy(this::arrive).hasMessageContaining("second");
    }

    @Test
    void writesNoLinesOfOthersIntoTheLog() {
        assertThat(OidcArrival.printable("[access_denied]\n2026 WARN forged\u001b[2J"))
                .isEqualTo("[access_denied]?2026 WARN forged?[2J");
        assertThat(OidcArrival.printable("x".repeat(1000))).hasSize(301);
        assertThat(OidcArrival.printable(null)).isEqualTo("null");
    }
}
