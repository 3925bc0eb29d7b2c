package org.freshet.workflows;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.freshet.workflows.Findings.Place;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a text declares: arbitrary ids, meant by their {@code attr.name}. They stand before the graph. Names
 * that Freshet does not know are ignored with a notice; keys without a name belong to the editor that wrote them.
 */
final class Keys {

    static final Set<String> OF_NODES = Set.of("payload", "env", "jobtype", "timelimit", "priority");
    static final Set<String> OF_EDGES = Set.of("name", "dirpath", "datatype", "datatag", "comment");

    private final Findings findings;
    private final Map<String, String> nameById = new HashMap<>();
    private final Map<String, Value> nodeDefaults = new LinkedHashMap<>();
    private final Map<String, Value> edgeDefaults = new LinkedHashMap<>();

    Keys(Findings findings) {
        this.findings = findings;
    }

    /** A text of an attribute and where it was given. */
    record Value(String text, Place at) {}

    /** The {@code attr.name} behind an id, empty for the key of an editor; nothing if no key has that id. */
    Optional<String> name(@Nullable String id) {
        return Optional.ofNullable(id).map(nameById::get);
    }

    Map<String, Value> nodeDefaults() {
        return new HashMap<>(nodeDefaults);
    }

    Map<String, Value> edgeDefaults() {
        return new HashMap<>(edgeDefaults);
    }

    /** Reads the declaration on which the cursor stands. */
    void declare(XmlCursor xml) throws XMLStreamException {
        var id = xml.attribute("id");
        var name = Objects.requireNonNullElse(xml.attribute("attr.name"), "");
        var domain = Objects.requireNonNullElse(xml.attribute("for"), "all");
        var at = xml.place("key '%s'".formatted(id));
        if (id == null) {
            findings.problem(xml.place("key"), "A key needs an id.");
        } else if (nameById.putIfAbsent(id, name) != null) {
            findings.problem(at, "Another key has this id.");
        }
        if (!name.isEmpty() && !isKnown(name, domain)) {
            findings.notice(
                    at, "The attribute '%s' is not known for %s and is ignored.".formatted(name, owner(domain)));
        }
        while (xml.nextChild()) {
            if (xml.name().equals("default")) {
                preset(name, domain, xml, at);
            } else {
                xml.skip();
            }
        }
    }

    private void preset(String name, String domain, XmlCursor xml, Place key) throws XMLStreamException {
        if (!OF_NODES.contains(name) && !OF_EDGES.contains(name)) {
            xml.skip();
            return;
        }
        var at = xml.place("default of " + key.element());
        var text = xml.text();
        if (text.isEmpty()) {
            findings.problem(at, "The %s must be a text, without elements inside.".formatted(name));
            return;
        }
        if (!domain.equals("edge") && OF_NODES.contains(name)) {
            nodeDefaults.put(name, new Value(text.get(), at));
        }
        if (!domain.equals("node") && OF_EDGES.contains(name)) {
            edgeDefaults.put(name, new Value(text.get(), at));
        }
    }

    private static boolean isKnown(String name, String domain) {
        return switch (domain) {
            case "node" -> OF_NODES.contains(name);
            case "edge" -> OF_EDGES.contains(name);
            case "all" -> OF_NODES.contains(name) || OF_EDGES.contains(name);
            default -> true;
        };
    }

    private static String owner(String domain) {
        return domain.equals("all") ? "nodes and edges" : domain + "s";
    }
}
