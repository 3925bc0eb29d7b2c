package org.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The packages are features: no cycles between them, and none uses another than its package-info allows. */
class ModularityTest {

    @Test
    void keepsTheFeaturesApart() {
        ApplicationModules.of(ServerApplication.class).verify();
    }

    /** The package-info of a test package is found before the feature's, and then the feature may use everything. */
    @Test
    void readsOfEachFeatureWhatItMayUse() {
        assertThat(ApplicationModules.of(ServerApplication.class))
                .allSatisfy(it -> assertThat(Class.forName(it.getBasePackage().getName() + ".package-info"))
                        .hasAnnotation(ApplicationModule.class));
    }
}
