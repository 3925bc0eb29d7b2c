package org.freshet.pilot.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    static Stream<Arguments> splitsAsAShellDoes() {
        return Stream.of(
                arguments("", List.of()),
                arguments("  \t\n ", List.of()),
                arguments("/bin/true", List.of("/bin/true")),
                arguments("  a  b\tc\nd ", List.of("a", "b", "c", "d")),
                arguments("a 'b c' d", List.of("a", "b c", "d")),
                arguments("a \"b c\" d", List.of("a", "b c", "d")),
                arguments("a b'c d'e", List.of("a", "bc de")),
                arguments("a '' \"\" b", List.of("a", "", "", "b")),
                arguments("a 'b\\c' \"d\\e\"", List.of("a", "b\\c", "d\\e")),
                arguments("\"a\\\"b\\\\c\\$d\\`e\"", List.of("a\"b\\c$d`e")),
                arguments("a\\ b \\'c\\' \\\\", List.of("a b", "'c'", "\\")),
                arguments("a\\\nb \"c\\\nd\"", List.of("ab", "cd")),
                arguments("a\\", List.of("a\\")),
                arguments("'it'\\''s'", List.of("it's")),
                arguments("$HOME * ~ `x` a;b >c #d", List.of("$HOME", "*", "~", "`x`", "a;b", ">c", "#d")),
                arguments("é 'ü ß'", List.of("é", "ü ß")));
    }

    @ParameterizedTest
    @MethodSource
    void splitsAsAShellDoes(String line, List<String> words) throws NotStartedException {
        assertThat(Words.split(line)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b", "a \"b", "'", "\"a\\\"", "a 'b\" c"})
    void refusesAQuoteThatIsNeverClosed(String line) {
        assertThatThrownBy(() -> Words.split(line))
                .isInstanceOf(NotStartedException.class)
                .hasMessageContaining("never closed")
                .hasMessageContaining("Next step:");
    }
}
