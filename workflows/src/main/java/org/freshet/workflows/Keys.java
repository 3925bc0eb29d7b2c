package org.freshet.workflows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.freshet.workflows.Findings.Place;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a text declares: arbitrary ids, meant by their {@code attr.name}. They stand before the graph. Names
 * that Freshet does not know are ignored with a notice, the usual ones of editors without; keys without a name belong to
 * the editor that wrote them.
 */
final class Keys {

    static final List<String> OF_NODES = List.of(
            "payload",
            "env",
            "jobtype",
            "timelimit",
            "priority",
            "retries",
            "noRetryExitCodes",
            "usefulFor",
            "foreach");
    static final List<String> OF_EDGES = List.of("name", "dirpath", "datatype", "datatag", "comment");
    static final List<String> OF_GRAPHS = List.of("description", "failurePolicy");

    private static final Map<String, List<String>> KNOWN =
            Map.of("node", OF_NODES, "edge", OF_EDGES, "graph", OF_GRAPHS);

    // What yEd and Gephi write into every file: how things look, and texts for people.
    private static final Set<String> OF_EDITORS = Set.of(
            "url",
            "description",
            "label",
            "Edge Label",
            "Edge Id",
            "weight",
            "size",
            "r",
            "g",
            "b",
            "alpha",
            "x",
            "y",
            "z",
            "fixed");

    private final Findings findings;
    private final Map<String, String> nameById = new HashMap<>();
    private final Map<String, Map<String, Value>> defaults =
            Map.of("node", new HashMap<>(), "edge", new HashMap<>(), "graph", new HashMap<>());

    Keys(Findings findings) {
        this.findings = findings;
    }

    /** A text of an attribute and where it was given. */
    record Value(String text, Place at) {}

    /** The {@code attr.name} behind an id, empty for the key of an editor; nothing if no key has that id. */
    Optional<String> name(@Nullable String id) {
        return Optional.ofNullable(id).map(nameById::get);
    }

    /** What nodes, edges or graphs have by default; {@code element} is {@code node}, {@code edge} or {@code graph}. */
    Map<String, Value> defaults(String element) {
        return Objects.requireNonNull(defaults.get(element));
    }

    /** The names that nodes, edges or graphs can have. */
    static List<String> known(String element) {
        return KNOWN.getOrDefault(element, List.of());
    }

    /** Reads the declaration on which the cursor stands. */
    void declare(XmlCursor xml) throws XMLStreamException {
        var id = xml.attribute("id");
        var domain = Objects.requireNonNullElse(xml.attribute("for"), "all");
        var name = meaning(Objects.requireNonNullElse(xml.attribute("attr.name"), ""), domain);
        var at = xml.place("key '%s'".formatted(id));
        if (id == null) {
            findings.problem(xml.place("key"), "A key needs an id.");
        } else if (nameById.putIfAbsent(id, name) != null) {
            findings.problem(at, "Another key has this id.");
        }
        if (!name.isEmpty() && !OF_EDITORS.contains(name) && !isKnown(name, domain)) {
            findings.notice(
                    at,
                    "The attribute '%s' is not known for %s and is ignored%s."
                            .formatted(name, owner(domain), hint(name, domain)));
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
        if (KNOWN.values().stream().noneMatch(it -> it.contains(name))) {
            xml.skip();
            return;
        }
        var at = xml.place("default of " + key.element());
        var text = xml.text();
        if (text.isEmpty()) {
            findings.problem(at, "The %s must be a text, without elements inside.".formatted(name));
            return;
        }
        defaults.forEach((element, values) -> {
            if ((domain.equals(element) || domain.equals("all"))
                    && known(element).contains(name)) {
                values.put(name, new Value(text.get(), at));
            }
        });
    }

    /** yEd has a description of the whole graph under a name of its own. */
    private static String meaning(String name, String domain) {
        return domain.equals("graph") && name.equals("Description") ? "description" : name;
    }

    private static boolean isKnown(String name, String domain) {
        return switch (domain) {
            case "node", "edge", "graph" -> known(domain).contains(name);
            case "all" -> KNOWN.values().stream().anyMatch(it -> it.contains(name));
            default -> true;
        };
    }

    private static String hint(String name, String domain) {
        return KNOWN.entrySet().stream()
                .filter(it -> domain.equals("all") || domain.equals(it.getKey()))
                .flatMap(it -> it.getValue().stream())
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map("; perhaps '%s' is meant"::formatted)
                .orElse("");
    }

    private static String owner(String domain) {
        return domain.equals("all") ? "nodes and edges" : domain + "s";
    }
}
