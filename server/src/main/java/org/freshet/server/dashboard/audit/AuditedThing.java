package org.freshet.server.dashboard.audit;

import java.util.Locale;

/** A kind of thing whose changes are in the audit. */
enum AuditedThing {
    JOB,
    PILOT,
    WORKFLOW,
    DATASET,
    SITE,
    JOBTYPE,
    DAG,
    DATATYPE,
    ACCOUNT,
    TOKEN,
    SETTING,
    INSTALLATION,
    SERVICELOG,
    HOST,
    FAILURE,
    BULK,
    VIEW,
    ALARM,
    SILENCE,
    SHIFTNOTE;

    /** As the history has it. */
    public String entity() {
        return name().toLowerCase(Locale.ROOT);
    }
}
