package org.freshet.server.account;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Makes sure, before anybody asks, that the owner of the home can act. */
@Component
class FirstStart implements SmartInitializingSingleton {

    private final AdminToken adminToken;

    FirstStart(AdminToken adminToken) {
        this.adminToken = adminToken;
    }

    @Override
    public void afterSingletonsInstantiated() {
        adminToken.prepare();
    }
}
