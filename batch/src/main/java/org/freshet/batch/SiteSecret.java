package org.freshet.batch;

/** What a pilot presents when it registers. Does not show itself when printed. */
public record SiteSecret(String value) {

    @Override
    public String toString() {
        return "SiteSecret[hidden]";
    }
}
