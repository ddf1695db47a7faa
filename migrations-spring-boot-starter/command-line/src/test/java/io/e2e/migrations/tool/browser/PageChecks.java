package io.e2e.migrations.tool.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What holds of every page, in a browser. */
public final class PageChecks {

    /** Texts whose color contrasts less with what is behind it than WCAG demands at level AA: 4.5, or 3 for large text. */
    private static final String PALE = """
            (() => {
              const channels = c => c.match(/[0-9.]+/g).map(Number);
              const light = c => { const [r, g, b] = channels(c).map(v => v / 255).map(v =>
                v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
              const solid = c => { const v = channels(c); return v.length === 3 || v[3] === 1; };
              const behind = e => { for (; e; e = e.parentElement) {
                const box = e.closest('g.card') && e.closest('g.card').querySelector('.box');
                if (box) return getComputedStyle(box).fill;
                const c = getComputedStyle(e).backgroundColor; if (solid(c)) return c; } return 'rgb(255, 255, 255)'; };
              const pale = [];
              for (const e of document.querySelectorAll('body *')) {
                if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
                const style = getComputedStyle(e);
                const color = e.closest('svg') ? style.fill : style.color;
                const a = light(color), b = light(behind(e));
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) pale.push(e.textContent.trim() + ' ' + ratio.toFixed(2));
              }
              return pale.join();
            })()""";

    private PageChecks() {}

    /** Nothing is wider than the window, and all text can be read, in each width and scheme. */
    public static void assertReadable(Browser browser) throws InterruptedException {
        assertThat(browser.evaluate("document.querySelectorAll('h1').length")).isEqualTo("1");
        for (int width : List.of(400, 1400)) {
            for (String scheme : List.of("light", "dark")) {
                browser.show(width, scheme);

                assertThat(browser.evaluate(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as("what is wider than %s, %s", width, scheme)
                        .isEqualTo("0");
                assertThat(browser.evaluate(PALE)).as("pale texts, %s", scheme).isEmpty();
            }
        }
    }
}
