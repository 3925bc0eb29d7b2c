package org.freshet.server.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in the description of the API what a controller reads from a request, or writes to a response, by itself. It changes
 * nothing in how that is done.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface RawBody {

    /** What is in the body; for JSON its type, if there is one. */
    Class<?> value() default Object.class;

    String mediaType() default "application/json";

    /** For whoever writes a client. */
    String description() default "";
}
