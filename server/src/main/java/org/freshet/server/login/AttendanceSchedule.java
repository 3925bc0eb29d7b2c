package org.freshet.server.login;

import org.freshet.server.platform.Chore;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks every two seconds who of those that have pages open may go on; asks nothing while there are none. */
@Component
class AttendanceSchedule {

    private final Chore chore;

    AttendanceSchedule(Attendance attendance) {
        this.chore = new Chore("who looks at open pages", attendance::look);
    }

    @Scheduled(fixedDelayString = "2s")
    void look() {
        chore.run();
    }
}
