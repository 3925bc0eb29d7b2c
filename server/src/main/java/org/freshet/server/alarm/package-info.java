/**
 * What needs a person: rules that are looked at again and again, alarms that begin and end by them, who knows of one and who
 * keeps one silent, and what a shift hands over to the next. Reads the tables of every feature and changes none of them.
 *
 * <p>A rule is a {@link org.freshet.server.alarm.Lookout}, which says what it finds. What it finds begins an alarm; what it no longer finds ends
 * one, when that lasts. The alarms themselves are rows, so that they outlive every server, and several servers agree.
 */
@ApplicationModule(allowedDependencies = {"explain", "freshness", "platform", "servicelog"})
@NullMarked
package org.freshet.server.alarm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
