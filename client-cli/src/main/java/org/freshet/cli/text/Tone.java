package org.freshet.cli.text;

/** How loud a word is. Normal is quiet; colour never says anything that the word does not. */
public enum Tone {
    PLAIN(""),
    HEADING("1"),
    QUIET("2"),
    GOOD("32"),
    BUSY("34"),
    WARNING("33"),
    BAD("1;31");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    String paint(String text) {
        return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
