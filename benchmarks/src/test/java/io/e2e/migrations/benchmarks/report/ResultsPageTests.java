package io.e2e.migrations.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Measurement;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsPageTests {

    private static final Comparison COMPARISON = new Comparison(
            "Title",
            "Note.",
            Unit.MILLISECONDS,
            List.of(
                    new Measurement("floor", List.of(4_000_000L), List.of(8_000_000L)),
                    new Measurement(
                            "e2e-migrations",
                            List.of(9_000_000L, 6_000_000L, 5_000_000L),
                            List.of(9_500_000L, 9_000_000L, 12_000_000L))));

    @Test
    void tableGivesMedianExtremesProcessorTimeAndTheRatioToTheFirst() {
        ResultsPage page = new ResultsPage(List.of("here"), List.of(new Outcome(List.of(COMPARISON), List.of())));

        assertThat(page.text()).contains("""
                        ## Title

                        Note.

                        | | median | minimum | maximum | processor time, median | minimum | runs | over the first |
                        |---|--:|--:|--:|--:|--:|--:|--:|
                        | floor | 4.00 ms | 4.00 ms | 4.00 ms | 8.00 ms | 8.00 ms | 1 | 1.00 × |
                        | e2e-migrations | 6.00 ms | 5.00 ms | 9.00 ms | 9.50 ms | 9.00 ms | 3 | 1.50 × |
                        """);
    }

    @Test
    void whatWouldBeNoHundredthOfAMillisecondIsShownInMicroseconds() {
        assertThat(Unit.MILLISECONDS.show(9_990)).isEqualTo("9.99 µs");
        assertThat(Unit.MILLISECONDS.show(850)).isEqualTo("0.85 µs");
        assertThat(Unit.MILLISECONDS.show(10_000)).isEqualTo("0.01 ms");
        assertThat(Unit.MILLISECONDS.show(0)).isEqualTo("0.00 ms");
    }

    @Test
    void aPromiseThatIsNotKeptStandsOut() {
        Bar kept = Bar.ratio("quick", 2, COMPARISON.ratio("e2e-migrations", "floor"));
        Bar broken = Bar.amount("small", Unit.MEGABYTES, 1 << 20, 3 << 20);
        ResultsPage page = new ResultsPage(List.of("here"), List.of(new Outcome(List.of(), List.of(kept, broken))));

        assertThat(page.text()).contains("""
                        | quick | 2.000 × | 1.500 × | yes |
                        | small | 1.00 MB | 3.00 MB | **no** |
                        """);
    }

    @Test
    void thePictureHasABarForEachContenderInProportion() {
        assertThat(new Plot(List.of(COMPARISON)).svg())
                .contains("width=\"520.0\" height=\"14\" fill=\"#1a7f37\"")
                .contains("width=\"346.7\" height=\"14\" fill=\"#afb8c1\"")
                .contains(">6.00 ms<");
    }
}
