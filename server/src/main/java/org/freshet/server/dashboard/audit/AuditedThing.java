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

    /** In words; an unknown kind is named as the history has it. */
    static String word(String entity) {
        return switch (entity) {
            case "jobtype" -> "job type";
            case "datatype" -> "data type";
            case "servicelog" -> "service log";
            case "shiftnote" -> "shift note";
            default -> entity;
        };
    }

    public String word() {
        return word(entity());
    }

    /** As the history has it. */
    public String entity() {
        return name().toLowerCase(Locale.ROOT);
    }
}
