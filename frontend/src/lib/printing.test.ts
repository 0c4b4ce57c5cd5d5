import { describe, expect, it, vi } from 'vitest';

import { margins, printPage } from './printing';

describe('printing', () => {
  it('writes a title into the margin as what it is', () => {
    const css = margins('"}</style><img src=x onerror=alert(1)> \\ é 😀');
    expect(css).not.toMatch(/["\\]\}|<|onerror/);
    expect(css).toContain('\\22 \\7d \\3c ');
    expect(css).toContain('\\1f600 ');
  });

  it('begins when the page is drawn for paper, and leaves nothing behind', async () => {
    vi.useFakeTimers();
    const start = vi.fn();
    const done = printPage(start);
    expect(start).not.toHaveBeenCalled();
    expect(document.head.textContent).toContain('@page');
    await vi.runAllTimersAsync();
    await done;
    expect(start).toHaveBeenCalledTimes(1);
    window.dispatchEvent(new Event('afterprint'));
    expect(document.head.textContent).not.toContain('@page');
    vi.useRealTimers();
  });
});
