import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

const src = resolve(__dirname, '..');

interface Import {
  file: string;
  from: string;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import|import\()\s*'([^']+)'/g)].map(([, path = '']) => ({
    file,
    from: path.startsWith('.') ? relative(src, resolve(src, dirname(file), path)) : path,
  }));
}

/** breaks says why an import goes against the direction shared → features → app, or "". */
function breaks({ file, from }: Import): string {
  const [layer = '', feature = ''] = file.split('/');
  const [target = '', other = ''] = from.split('/');
  const shared = ['lib', 'api', 'components'];
  if (shared.includes(layer) && ['features', 'app'].includes(target)) return 'shared code knows a feature or the app';
  if (layer === 'lib' && shared.slice(1).includes(target)) return 'lib knows the api or a component';
  if (layer === 'api' && target === 'components') return 'the api knows a component';
  if (layer === 'features' && target === 'app') return 'a feature knows the app';
  if (layer === 'features' && target === 'features' && feature !== other) return 'a feature knows another';
  if (target === 'echarts' && !file.startsWith('components/chart/')) return 'only charts know ECharts';
  // The editors are large: they are loaded when they are first opened, by pages.ts of their feature.
  if (layer === 'app' && /^features\/(reports\/(?!pages)|dashboards\/editor)/.test(from))
    return 'the start has an editor';
  if (
    from.startsWith('api/fake') &&
    !['main.tsx', 'testing/render.tsx'].includes(file) &&
    !file.startsWith('api/fake')
  ) {
    return 'the invented program is for tests and development';
  }
  return '';
}

describe('the structure', () => {
  const all = filesIn(src).filter((file) => !file.endsWith('.test.ts') && !file.endsWith('.test.tsx'));

  it('is kept by every import', () => {
    const broken = all.flatMap(importsOf).filter((one) => breaks(one) !== '');
    expect(broken.map((one) => `${one.file} → ${one.from}: ${breaks(one)}`)).toEqual([]);
  });

  it.each([
    [{ file: 'lib/format.ts', from: 'features/inbox/inbox' }],
    [{ file: 'components/Page.tsx', from: 'app/App' }],
    [{ file: 'features/rules/model/document.ts', from: 'features/inbox/inbox' }],
    [{ file: 'features/rules/model/document.ts', from: 'app/Layout' }],
    [{ file: 'components/Tile.tsx', from: 'echarts/core' }],
    [{ file: 'app/App.tsx', from: 'features/reports/builder/ReportPage' }],
    [{ file: 'components/Tile.tsx', from: 'api/fake' }],
  ])('would be broken by %o', (one) => {
    expect(breaks(one)).not.toBe('');
  });

  it('lets only the api touch what Wails puts on the window', () => {
    const touching = all.filter((file) => /window\.(go|runtime)\b/.test(readFileSync(join(src, file), 'utf8')));
    expect(touching.sort()).toEqual(['api/client.ts', 'api/fake/index.ts', 'main.tsx']);
  });
});
