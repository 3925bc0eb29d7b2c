package org.freshet.workflows;

/**
 * One thing that is wrong with the text of a DAG.
 *
 * @param line from 1
 * @param column from 1
 * @param element what stands there, for example {@code node 'filter'} or {@code edge 'NOOP1' -> 'filter'}
 * @param reason what is wrong and what is allowed, a sentence
 */
public record Problem(int line, int column, String element, String reason) {

    @Override
    public String toString() {
        return "Line %d, column %d, %s: %s".formatted(line, column, element, reason);
    }
}
