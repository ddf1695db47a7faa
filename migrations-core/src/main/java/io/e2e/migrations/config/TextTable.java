package io.e2e.migrations.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text in columns that are aligned and two blanks apart. Not thread-safe. */
public final class TextTable {

    private final List<String[]> rows = new ArrayList<>();

    /** Adds a row, with a cell for each column. */
    public TextTable add(String... cells) {
        this.rows.add(cells);
        return this;
    }

    /** The lines, without blanks at their ends. A column that is empty in every row is left out. */
    public Stream<String> lines() {
        return this.rows.stream().map(this::line);
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.length; column++) {
            int width = width(column);
            if (width > 0) {
                line.append(cells[column]).append(" ".repeat(width + 2 - cells[column].length()));
            }
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return this.rows.stream()
                .mapToInt(cells -> cells[column].length())
                .max()
                .orElse(0);
    }
}
