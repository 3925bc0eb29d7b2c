package org.freshet.protocol;

/** What is looked at again and again, and is an alarm if it is not as it should be. */
public enum AlarmRule {
    /** Results of a job type come too long after their data, or its jobs wait for too long. The object is the type. */
    LATE,
    /** Too many jobs of a type fail. The object is the type. */
    FAILING_TYPE,
    /** Too many jobs on a host fail. The object is the host. */
    FAILING_HOST,
    /** A service that must write into the service log does not. The object is the service. */
    SILENT,
    /** A number in the service log left its range. The object is the name of the range. */
    NUMBER,
    /** A pool gave up until a person resumes it. The object is the site. */
    POOL_PAUSED,
    /** A batch system cannot be read, or says what cannot be right. The object is the site. */
    BATCH_UNREADABLE,
    /** A batch system takes none of the pilots that are wanted. The object is the site. */
    BATCH_REFUSES,
    /** Nobody calculates a pool any more. The object is the site. */
    POOL_FORGOTTEN,
    /** An open transaction, or a replication slot, keeps the database from cleaning up. The object says which. */
    OLD_TRANSACTION,
    /** A rule cannot be looked at, so that none of its alarms begins or ends. The object is the rule. */
    UNWATCHED
}
