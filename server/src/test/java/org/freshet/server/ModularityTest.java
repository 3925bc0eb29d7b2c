package org.freshet.server;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The packages are features: no cycles between them, and none uses another than its package-info allows. */
class ModularityTest {

    @Test
    void keepsTheFeaturesApart() {
        ApplicationModules.of(ServerApplication.class).verify();
    }
}
