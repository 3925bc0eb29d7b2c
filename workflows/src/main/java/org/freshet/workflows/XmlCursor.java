package org.freshet.workflows;

import java.io.InputStream;
import java.io.Reader;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.freshet.workflows.Findings.Place;
import org.jspecify.annotations.Nullable;

/**
 * Walks an XML text element by element and knows where each begins. A document type declaration ends the walk: without
 * one there are no entities, so nothing is expanded and nothing outside the text is read.
 */
final class XmlCursor {

    /** Most elements inside each other; what Freshet reads needs four, editors some more. */
    static final int MAX_DEPTH = 64;

    private final XMLStreamReader xml;
    private int depth;
    private String namespace = "";
    private int line = 1;
    private int column = 1;

    XmlCursor(Reader text) throws XMLStreamException {
        this.xml = factory().createXMLStreamReader(text);
    }

    /** Over bytes in the encoding that they declare, UTF-8 if they declare none. */
    XmlCursor(InputStream bytes) throws XMLStreamException {
        this.xml = factory().createXMLStreamReader(bytes);
    }

    /** Goes to the outermost element. */
    void root() throws XMLStreamException {
        while (!xml.isStartElement()) {
            if (advance() == XMLStreamConstants.DTD) {
                throw refused(place("document"), "A document type declaration (DTD) is not allowed.");
            }
        }
        namespace = namespaceHere();
    }

    /** Goes to the next element inside the current one; false at the current one's end. */
    boolean nextChild() throws XMLStreamException {
        while (true) {
            switch (advance()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                default -> {}
            }
        }
    }

    /** The text of the current element without the white space around it, or nothing if there are elements inside. */
    Optional<String> text() throws XMLStreamException {
        var text = new StringBuilder();
        var plain = true;
        for (int event = advance(); event != XMLStreamConstants.END_ELEMENT; event = advance()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                plain = false;
                skip();
            } else if (xml.isCharacters()) {
                text.append(xml.getText());
            }
        }
        return plain ? Optional.of(text.toString().strip()) : Optional.empty();
    }

    /** Passes over the current element with everything inside. */
    void skip() throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            switch (advance()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
    }

    /** Reads what follows the outermost element: the text must be well-formed to its end. */
    void finish() throws XMLStreamException {
        while (xml.hasNext()) {
            xml.next();
        }
    }

    /** Name of the current element; empty if it belongs to another vocabulary than the outermost one. */
    String name() {
        return namespace.equals(namespaceHere()) ? xml.getLocalName() : "";
    }

    @Nullable
    String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    Place place(String element) {
        return new Place(line, column, element);
    }

    /** For the caller to throw: reading ends here. */
    static XMLStreamException refused(Place at, String reason) {
        return new Refused(at, reason);
    }

    /** Where and why the text could not be read further. */
    static Problem problem(XMLStreamException e) {
        if (e instanceof Refused refused) {
            var at = refused.place;
            return new Problem(at.line(), at.column(), at.element(), refused.reason);
        }
        Location at = e.getLocation();
        return new Problem(
                at == null ? 1 : Math.max(1, at.getLineNumber()),
                at == null ? 1 : Math.max(1, at.getColumnNumber()),
                "document",
                "This is not well-formed XML: " + reason(e));
    }

    // The parser reports where an event ends. An element begins where the event before it ended, and a text "ends"
    // one character late, behind the '<' that follows it.
    private int advance() throws XMLStreamException {
        Location before = xml.getLocation();
        int late = xml.isCharacters() ? 1 : 0;
        int event = xml.next();
        line = before.getLineNumber();
        column = Math.max(1, before.getColumnNumber() - late);
        if (event == XMLStreamConstants.START_ELEMENT && ++depth > MAX_DEPTH) {
            throw refused(
                    place(xml.getLocalName()), "More than %d elements stand inside each other.".formatted(MAX_DEPTH));
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        }
        return event;
    }

    private String namespaceHere() {
        return Objects.requireNonNullElse(xml.getNamespaceURI(), "");
    }

    private static String reason(XMLStreamException e) {
        var message = Objects.requireNonNullElse(e.getMessage(), "unknown");
        var mark = "Message: ";
        var bare = message.contains(mark) ? message.substring(message.indexOf(mark) + mark.length()) : message;
        // Mistakes with prefixes come as the address of a specification with, behind '#', what is meant.
        return bare.startsWith("http:")
                ? bare.substring(bare.indexOf('#') + 1).replace("?", ": ").replace("&", ", ")
                : bare;
    }

    private static XMLInputFactory factory() {
        // The one of the JDK, whatever else is on the class path: the properties and positions below are its own.
        // A new one each time, since it holds on to the last text that it was given.
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        // By default the parser counts "&gt;" and its like as entities and gives up after 100,000 of them. They are
        // harmless without declarations of entities, and the payloads of a large DAG have more.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        return factory;
    }

    private static final class Refused extends XMLStreamException {

        private static final long serialVersionUID = 1L;

        private final transient Place place;
        private final String reason;

        Refused(Place place, String reason) {
            super(reason);
            this.place = place;
            this.reason = reason;
        }
    }
}
