package org.freshet.server.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells every page how many alarms need a person. It is counted once a second, however many pages are open. */
@ControllerAdvice(basePackageClasses = AlarmCountAdvice.class)
class AlarmCountAdvice {

    private final @Nullable OncePerSecond<AlarmCount> count;

    /** @param alarms none where only pages are tried */
    AlarmCountAdvice(ObjectProvider<AlarmPagesSql> alarms) {
        var sql = alarms.getIfAvailable();
        this.count = sql == null ? null : new OncePerSecond<>(sql::open, System::nanoTime);
    }

    @ModelAttribute("openAlarms")
    @Nullable
    AlarmCount openAlarms() {
        return count == null ? null : count.get();
    }
}
