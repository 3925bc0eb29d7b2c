package org.freshet.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalPathTest {

    @Test
    void leadsBackToThePageThatTheReferrerNames() {
        assertThat(LocalPath.ofReferrer("http://freshet:8080/jobs?state=FAILED", "freshet:8080"))
                .isEqualTo("/jobs?state=FAILED");
        assertThat(LocalPath.ofReferrer("http://elsewhere/jobs", "freshet:8080"))
                .isEqualTo("/");
    }

    @Test
    void leadsToTheStartWhereARequestNamesNoHost() {
        assertThat(LocalPath.ofReferrer("http://freshet:8080/jobs", null)).isEqualTo("/");
    }
}
