package org.freshet.server.account;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

@Component
@Order(1)
class FirstStart implements ApplicationRunner {

    private final AdminToken adminToken;

    FirstStart(AdminToken adminToken) {
        this.adminToken = adminToken;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        adminToken.prepare();
    }
}
