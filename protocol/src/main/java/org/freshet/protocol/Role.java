package org.freshet.protocol;

/** What an account may do; each role includes those before it. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Submits jobs, and changes its own. */
    SUBMITTER,
    /** Changes the jobs of everybody, pilots, job types, and whether a site gets pilots. */
    OPERATOR,
    /** Gives others their accounts, sets up sites, dumps and purges. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
