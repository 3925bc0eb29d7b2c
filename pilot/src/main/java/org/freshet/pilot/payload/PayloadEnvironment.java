package org.freshet.pilot.payload;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables a payload sees: the pilot's without its own (which may hold secrets), then the site's, then the job's,
 * then those that tell it who it is.
 */
final class PayloadEnvironment {

    /** In which Java hands variables and arguments to a process. */
    static final Charset CHARSET = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private static final String OWN_PREFIX = "FRESHET_";
    static final String OUTPUT_DIR = "FRESHET_OUTPUT_DIR";

    /** True of the pilot's own process only; shells make them. */
    private static final Set<String> OF_THE_PILOTS_PROCESS = Set.of("PWD", "OLDPWD", "_");

    private PayloadEnvironment() {}

    static Map<String, String> of(Map<String, String> pilotEnv, Payload payload, Path output) {
        var env = new HashMap<>(pilotEnv);
        env.keySet().removeIf(name -> name.startsWith(OWN_PREFIX) || OF_THE_PILOTS_PROCESS.contains(name));
        env.putAll(payload.user().variables());
        env.putAll(payload.siteEnv());
        var job = payload.job();
        env.putAll(job.env());
        env.put("FRESHET_JOB_ID", job.attempt().job().toString());
        env.put("FRESHET_ATTEMPT", String.valueOf(job.attempt().attempt()));
        env.put("FRESHET_PILOT_ID", payload.pilot().toString());
        env.put("FRESHET_URL", payload.server().toString());
        env.put(OUTPUT_DIR, output.toString());
        env.put("P3S_JOB_UUID", job.uuid().toString());
        env.put("P3S_PILOT_UUID", payload.pilot().toString());
        return env;
    }

    /** For a program of the pilot's own that runs in the payload's place: nothing of the job reaches it. */
    static Map<String, String> ofThePilot(Path output) {
        var env = new HashMap<>(Commands.environment());
        env.put(OUTPUT_DIR, output.toString());
        return env;
    }

    /** The one entry that no other attempt on this machine has: processes that carry it belong to this payload. */
    static String marker(Path output) {
        return OUTPUT_DIR + "=" + output;
    }
}
