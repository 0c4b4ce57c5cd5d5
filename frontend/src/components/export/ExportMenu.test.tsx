import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Asking } from '../../api/reportTypes';
import { startLanguage } from '../../lib/i18n';
import { runShortcut } from '../../lib/useShortcut';
import { blobOf } from './copying';
import { ExportMenu } from './ExportMenu';
import { useExportable } from './exportables';
import { PageExport } from './PageExport';

const asking: Asking = {
  report: { title: 'Licenses', query: { metrics: ['licenses_sold'] }, visual: { show: 'table' } },
};
const png = 'data:image/png;base64,iVBORw0KGgo=';

const bound = {
  Table: vi.fn(async () => '/a/licenses.xlsx'),
  Picture: vi.fn(async () => '/a/licenses.png'),
  CopyPicture: vi.fn(async () => false),
  CopyText: vi.fn(async () => true),
  Print: vi.fn(async () => true),
};

beforeEach(() => {
  vi.clearAllMocks();
  startLanguage('en', 'de-DE');
  window.go = { bridge: { Exports: bound as never } };
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** item is an entry of the open menu; without a layout its place counts as out of sight. */
const item = (name: string) => screen.getByRole('menuitem', { name, hidden: true });

async function menu(picture?: () => Promise<string>) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <ExportMenu asking={asking} title="Licenses" picture={picture} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  runShortcut('export', 'menu', performance.now());
  await screen.findByRole('menuitem', { name: 'Workbook (XLSX)' });
}

/** Offer is a tile of a page. */
function Offer({ title }: { title: string }) {
  const place = useRef<HTMLElement>(null);
  useExportable({ asking: { report: { ...asking.report, title } }, title, place }, true);
  return (
    <section ref={place}>
      <button type="button">{title} tile</button>
    </section>
  );
}

describe('the exports of a page of tiles', () => {
  const page = (...titles: string[]) =>
    render(
      <QueryClientProvider client={new QueryClient()}>
        <MantineProvider>
          <PageExport title="Overview" />
          {titles.map((title) => (
            <Offer key={title} title={title} />
          ))}
        </MantineProvider>
      </QueryClientProvider>,
    );

  it('are those of the tile that has the focus', async () => {
    page('Endings', 'Rates');
    screen.getByText('Rates tile').focus();
    runShortcut('export', 'menu', performance.now());
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Workbook (XLSX)', hidden: true }));
    await waitFor(() => expect(bound.Table).toHaveBeenCalledTimes(1));
    expect(JSON.parse(String((bound.Table.mock.calls[0] as unknown[])[1])).report.title).toBe('Rates');
  });

  it('are chosen by tile, in their order, where none has it', async () => {
    page('Endings', 'Rates');
    runShortcut('export', 'menu', performance.now());
    await screen.findByRole('menuitem', { name: 'Endings', hidden: true });
    const names = screen.getAllByRole('menuitem', { hidden: true }).map((one) => one.textContent);
    expect(names).toEqual(['Endings', 'Rates']);
  });

  it('are not offered where nothing is shown', () => {
    page();
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('the menu of exports', () => {
  it.each([
    ['Workbook (XLSX)', 'xlsx'],
    ['CSV for a spreadsheet here', 'csv_local'],
    ['CSV for other programs', 'csv'],
  ])('writes %s', async (entry, format) => {
    await menu();
    fireEvent.click(item(entry));
    await waitFor(() => expect(bound.Table).toHaveBeenCalledTimes(1));
    expect(bound.Table.mock.calls[0]?.slice(1)).toEqual([JSON.stringify(asking), format, expect.any(String)]);
    expect(screen.queryByText('Copy picture')).toBeNull();
  });

  it('saves a picture where there is no clipboard for one', async () => {
    await menu(async () => png);
    fireEvent.click(item('Copy picture'));
    await waitFor(() => expect(bound.Picture).toHaveBeenCalledWith('en', 'Licenses', png));
    expect(bound.CopyPicture).toHaveBeenCalledWith(png);
  });

  it('hands a picture to the web view as a promise, where it takes one', async () => {
    const write = vi.fn(async (_: { of: Record<string, Promise<Blob>> }[]) => {});
    vi.stubGlobal(
      'ClipboardItem',
      class {
        constructor(readonly of: Record<string, Promise<Blob>>) {}
      },
    );
    vi.stubGlobal('navigator', { ...navigator, clipboard: { write } });
    await menu(async () => png);
    fireEvent.click(item('Copy picture'));
    await waitFor(() => expect(write).toHaveBeenCalledTimes(1));
    const blob = await write.mock.calls[0]?.[0]?.[0]?.of['image/png'];
    expect(blob?.type).toBe('image/png');
    expect(bound.Picture).not.toHaveBeenCalled();
    expect(bound.CopyPicture).not.toHaveBeenCalled();
  });

  it('reads a data address without fetching it', () => {
    expect(blobOf(png).size).toBe(8);
  });
});
