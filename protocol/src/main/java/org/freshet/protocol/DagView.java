package org.freshet.protocol;

import java.time.Instant;

/**
 * A template of workflows as lists show it, with the facts of one version, the newest unless another was asked for.
 *
 * @param owner who loaded it first
 * @param description empty = none
 * @param vertices how many
 * @param edges how many
 * @param createdAt when its first version was loaded
 * @param loadedAt when this version was
 * @param loadedBy who loaded this version
 */
public record DagView(
        String name,
        int version,
        String owner,
        String description,
        int vertices,
        int edges,
        Instant createdAt,
        Instant loadedAt,
        String loadedBy) {}
