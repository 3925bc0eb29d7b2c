package org.freshet.server.dashboard.alarms;

import org.freshet.server.dashboard.page.OncePerSecond;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells every page which alarms go on. They are read once a second, however many pages are open. */
@ControllerAdvice("org.freshet.server.dashboard")
class AlarmsNowAdvice {

    private final @Nullable OncePerSecond<AlarmsNow> alarms;

    /** @param sql none where only pages are tried */
    AlarmsNowAdvice(ObjectProvider<AlarmPagesSql> sql) {
        var there = sql.getIfAvailable();
        this.alarms =
                there == null ? null : new OncePerSecond<>(() -> new AlarmsNow(there.goingOn()), System::nanoTime);
    }

    @ModelAttribute("alarmsNow")
    @Nullable
    AlarmsNow alarmsNow() {
        return alarms == null ? null : alarms.get();
    }
}
