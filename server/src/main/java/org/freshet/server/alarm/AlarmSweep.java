package org.freshet.server.alarm;

import java.time.Duration;
import org.freshet.protocol.AlarmRule;
import org.freshet.protocol.AlarmSeverity;
import org.freshet.protocol.ServiceLogView.Level;
import org.freshet.server.alarm.AlarmBookSql.Turned;
import org.freshet.server.platform.Elapsed;
import org.freshet.server.servicelog.ServiceLog;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks at all rules once, and begins and ends alarms by what they find. Of a rule that cannot be looked at none begins or
 * ends, and the next look makes up for it.
 */
@Service
public class AlarmSweep {

    private static final String SERVICE = "alarm";

    private final Looks looks;
    private final AlarmBookSql book;
    private final AlarmSettings settings;
    private final ServiceLog log;

    AlarmSweep(Looks looks, AlarmBookSql book, AlarmSettings settings, ServiceLog log) {
        this.looks = looks;
        this.book = book;
        this.settings = settings;
        this.log = log;
    }

    /** How many alarms began or ended; none while another server looks. */
    @Transactional
    public int sweep() {
        if (!book.takeTurn()) {
            return 0;
        }
        var looked = looks.look(book.now());
        var found = looked.found();
        var begun = book.raise(found);
        book.keep(found);
        var over = book.end(looked, settings.clearAfter());
        book.looked();
        begun.forEach(it -> tell(it, level(it), it.sentence(), "RAISED"));
        over.forEach(it -> tell(it, Level.INFO, over(it), "CLEARED"));
        return begun.size() + over.size();
    }

    private static Level level(Turned alarm) {
        return alarm.severity() == AlarmSeverity.BROKEN ? Level.ERROR : Level.WARNING;
    }

    private static String over(Turned alarm) {
        return "Over: " + alarm.brief() + ". It lasted "
                + Elapsed.coarse(Duration.between(alarm.raised(), alarm.until())) + ".";
    }

    /**
     * What an entry of the service log has in its data.
     *
     * @param change RAISED or CLEARED
     */
    record Change(long alarm, AlarmRule rule, String object, String change) {}

    /** The dead-man switches say themselves what is silent. */
    private void tell(Turned alarm, Level level, String sentence, String change) {
        if (alarm.rule() != AlarmRule.SILENT) {
            log.append(SERVICE, level, sentence, new Change(alarm.id(), alarm.rule(), alarm.object(), change));
        }
    }
}
