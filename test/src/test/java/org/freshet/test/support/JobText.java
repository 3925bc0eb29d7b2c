package org.freshet.test.support;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** A job description as JSON text: runs {@code /bin/true} at once, unless said otherwise. */
public final class JobText {

    private final SequencedMap<String, Object> attributes = new LinkedHashMap<>();

    private JobText() {}

    public static JobText aJob() {
        return new JobText()
                .with("name", "a job")
                .with("jobtype", "monitor")
                .with("payload", "/bin/true")
                .with("state", "defined");
    }

    /** Sets an attribute; the value is anything that JSON can hold. */
    public JobText with(String attribute, Object value) {
        attributes.put(attribute, value);
        return this;
    }

    public JobText without(String attribute) {
        attributes.remove(attribute);
        return this;
    }

    public JobText ofType(String jobtype) {
        return with("jobtype", jobtype);
    }

    public JobText env(String name, String value) {
        return with("env", Map.of(name, value));
    }

    @Override
    public String toString() {
        return Api.JSON.writeValueAsString(attributes);
    }

    /** A list of this many equal descriptions. */
    public String times(int count) {
        return "[" + String.join(",\n", Collections.nCopies(count, toString())) + "]";
    }
}
