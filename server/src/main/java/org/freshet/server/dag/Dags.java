package org.freshet.server.dag;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.freshet.protocol.DagDetail;
import org.freshet.protocol.DagVersionView;
import org.freshet.protocol.DagView;
import org.freshet.server.platform.Conflict;
import org.freshet.server.platform.DidYouMean;
import org.freshet.server.platform.NotFound;
import org.freshet.workflows.Dag;
import org.freshet.workflows.GraphMlReader;
import org.freshet.workflows.GraphMlWriter;
import org.freshet.workflows.InvalidDag;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The templates that workflows are made from. */
@Service
@Transactional(readOnly = true)
public class Dags {

    private static final int MOST_VERSIONS = 100;

    private final DagRepository dags;
    private final DagVersionRepository versions;
    private final DataTypes types;

    Dags(DagRepository dags, DagVersionRepository versions, DataTypes types) {
        this.dags = dags;
        this.versions = versions;
        this.types = types;
    }

    /**
     * One version of a DAG.
     *
     * @param version null = the newest
     * @throws NotFound with the name that may have been meant, or the versions that there are
     * @throws Conflict if it was loaded by an earlier release and cannot be read any more
     */
    public StoredDag version(String name, @Nullable Integer version) {
        var template = get(name);
        var number = number(template, version);
        return new StoredDag(template.id(), name, number, read(name, number, text(template, number)));
    }

    private static Dag read(String name, int version, byte[] text) {
        try {
            return GraphMlReader.read(name, text);
        } catch (InvalidDag e) {
            throw new Conflict("Version " + version + " of DAG \"" + name + "\" was loaded by an earlier release, and"
                    + " this one cannot use it: " + e.problems().getFirst()
                    + " Export it, mend it, and load it again.");
        }
    }

    /** Everything in one version. */
    public DagDetail detail(String name, @Nullable Integer version) {
        var dag = version(name, version).dag();
        return DagSheet.of(dag, view(name, version), notices(dag), versions(name));
    }

    /** What its author may not have meant, and what is missing before a workflow can be made of it. */
    List<String> notices(Dag dag) {
        var named = dag.edges().stream()
                .map(Dag.Edge::datatype)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var known = types.byName(named).keySet();
        var missing = named.stream()
                .filter(it -> !known.contains(it))
                .map(it -> "There is no data type \"" + it + "\" yet; add it before a workflow is made of this DAG.");
        return Stream.concat(dag.notices().stream(), missing).toList();
    }

    /** One version as GraphML; the file as it was loaded if this release cannot read that any more. */
    public byte[] export(String name, @Nullable Integer version) throws IOException {
        var template = get(name);
        var text = text(template, number(template, version));
        try {
            var written = new ByteArrayOutputStream();
            GraphMlWriter.write(GraphMlReader.read(name, text), written);
            return written.toByteArray();
        } catch (InvalidDag e) {
            return text;
        }
    }

    private byte[] text(DagTemplate template, int version) {
        return versions.text(template.id(), version)
                .orElseThrow(() -> noVersion(template, version))
                .graphml();
    }

    /**
     * By name, one more than the limit.
     *
     * @param after only names behind this one; empty = from the first
     */
    public List<DagView> list(String after, int limit) {
        return dags.list(after, Limit.of(limit + 1));
    }

    /** @param version null = the newest */
    DagView view(String name, @Nullable Integer version) {
        var template = get(name);
        var number = number(template, version);
        return versions.upTo(template.id(), number, Limit.of(1)).stream()
                .filter(it -> it.version() == number)
                .map(it -> view(template, it))
                .findFirst()
                .orElseThrow(() -> noVersion(template, number));
    }

    private static DagView view(DagTemplate template, DagVersionView version) {
        return new DagView(
                template.name(),
                version.version(),
                template.owner(),
                version.description(),
                version.vertices(),
                version.edges(),
                template.createdAt(),
                version.loadedAt(),
                version.loadedBy());
    }

    /** Newest first, not more than a person looks at. */
    List<DagVersionView> versions(String name) {
        var template = get(name);
        return versions.upTo(template.id(), template.newest(), Limit.of(MOST_VERSIONS));
    }

    /** Throws {@link NotFound} with the name that may have been meant. */
    DagTemplate get(String name) {
        return dags.findByName(name)
                .orElseThrow(() -> new NotFound(
                        "There is no DAG \"" + name + "\"" + DidYouMean.endOfSentence(name, dags.names())));
    }

    private static int number(DagTemplate template, @Nullable Integer version) {
        return Objects.requireNonNullElse(version, template.newest());
    }

    private static NotFound noVersion(DagTemplate template, int version) {
        return new NotFound("DAG \"" + template.name() + "\" has no version " + version + "; its newest is "
                + template.newest() + ".");
    }
}
