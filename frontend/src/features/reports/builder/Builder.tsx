import { Button } from '@mantine/core';
import { IconAdjustments, IconColumns } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionKind } from '../../../api/metricTypes';
import { definitionsQuery } from '../../../api/reports';
import type { Words } from '../../../components/catalog/useCatalog';
import { pictureOf } from '../../../components/chart/Chart';
import { ExportMenu } from '../../../components/export/ExportMenu';
import { Sentence } from '../../../components/filter/Sentence';
import { summary } from '../../../components/filter/summary';
import { Icon } from '../../../components/Icon';
import { Page } from '../../../components/Page';
import { useSide } from '../../../components/passport/side';
import { int } from '../../../lib/format';
import { hrefTo } from '../../../lib/route';
import { DefinitionEditor } from '../definitions/DefinitionEditor';
import { type Draft, reduce } from '../draft/draft';
import { keepDraft } from '../draft/keep';
import { isEmpty } from '../draft/parts';
import { FieldsPanel } from '../fields/FieldsPanel';
import { datasetsOf } from '../fields/fields';
import { labelIn } from '../names';
import { Actions, Unsaved } from './Actions';
import css from './Builder.module.css';
import type { Building } from './context';
import { Filters } from './Filters';
import { OptionsPanel, type OptionsTab } from './OptionsPanel';
import { Preview, usePreview } from './Preview';
import { VisualPicker } from './VisualPicker';

interface BuilderProps {
  /** name is that of the report in the address, "new" for one that was never kept. */
  name: string;
  start: Draft;
  words: Words;
}

/** Drawer is what stands at the right: the options, or the editor of a definition. */
type Drawer = { tab: OptionsTab } | { kind: DefinitionKind; name: string } | null;

/** Builder changes a report: fields left, preview in the middle, options right; every step can be taken back. */
export function Builder({ name, start, words }: BuilderProps) {
  const { t } = useTranslation();
  const [draft, dispatch] = useReducer(reduce, start);
  const [fields, setFields] = useState(false);
  const [drawer, setDrawer] = useState<Drawer>(null);
  const search = useRef<HTMLInputElement>(null);
  const { data: kept } = useQuery(definitionsQuery());
  const { report } = draft;
  useEffect(() => keepDraft(name, draft), [name, draft]);

  const label = useMemo(() => labelIn(words, report), [words, report]);
  const named = useMemo(() => ({ ...words, label }), [words, label]);
  const building: Building = { report, words, kept, label, dispatch };
  const asked = usePreview(report);
  const said = useMemo(() => (isEmpty(report.query) ? [] : summary(report.query, named, t)), [report.query, named, t]);
  const side = useSide();
  const options = drawer !== null && 'tab' in drawer;

  const openDrawer = (next: Drawer) => {
    setFields(false);
    setDrawer(next);
  };
  const dropField = (field: string) =>
    dispatch({ type: 'addField', name: field, field: words.isMetric(field) ? 'metric' : 'dimension' });
  const openFields = () => {
    setFields(true);
    requestAnimationFrame(() => search.current?.focus());
  };
  const preview = useRef<HTMLDivElement>(null);
  const drawn = Boolean(asked.data?.chart) && !asked.data?.chart?.empty;
  const picture = drawn
    ? async () => (preview.current ? pictureOf(preview.current, { title: report.title, sub: report.words ?? '' }) : '')
    : undefined;
  const result = isEmpty(report.query) ? undefined : asked.data?.result;
  return (
    <Page
      title={report.title || t('reports.untitled')}
      beside={<Unsaved draft={draft} dispatch={dispatch} />}
      parent={{ label: t('reports.title'), href: hrefTo('reports') }}
      timed
      actions={<Actions name={name} draft={draft} dispatch={dispatch} />}
      bar={<Filters {...building} />}
      scroll={false}
    >
      <div className={css.body}>
        <FieldsPanel
          report={report}
          words={words}
          kept={kept}
          dispatch={dispatch}
          searchRef={search}
          onDefine={(kind, one) => openDrawer({ kind, name: one })}
          opened={fields}
          onClose={() => setFields(false)}
        />
        <div ref={preview} className={css.middle}>
          {said.length > 0 && (
            <p className={css.say}>
              <Sentence pieces={said} />
            </p>
          )}
          <div className={css.toolbar}>
            <Button
              className={css.narrow}
              leftSection={<Icon of={IconColumns} />}
              aria-expanded={fields}
              onClick={openFields}
            >
              {t('reports.fields.title')}
            </Button>
            <VisualPicker {...building} />
            <span className="grow" />
            {result && (
              <span className="sm t2" role="status">
                {result.rows.length < result.row_count
                  ? t('reports.rowsOf', { shown: int(result.rows.length), number: int(result.row_count) })
                  : t('reports.rows', { count: result.row_count, number: int(result.row_count) })}
              </span>
            )}
            {result && (
              <ExportMenu asking={asked.asking} title={report.title || t('reports.untitled')} picture={picture} />
            )}
            <Button
              leftSection={<Icon of={IconAdjustments} />}
              aria-pressed={options}
              onClick={() => openDrawer(options ? null : { tab: 'visual' })}
            >
              {t('reports.options.title')}
            </Button>
          </div>
          <Preview {...building} asked={asked} onFields={openFields} onDropField={dropField} />
        </div>
        {drawer && side === null && (
          <aside className={css.drawer} aria-label={t('reports.options.title')}>
            {'tab' in drawer ? (
              <OptionsPanel
                {...building}
                tab={drawer.tab}
                onTab={(tab) => setDrawer({ tab })}
                onToken={(token) => setDrawer({ kind: 'token', name: token })}
                onClose={() => setDrawer(null)}
              />
            ) : (
              <DefinitionEditor
                key={`${drawer.kind} ${drawer.name}`}
                kind={drawer.kind}
                name={drawer.name}
                words={words}
                kept={kept}
                local={report.query.define}
                dataset={datasetsOf(words.catalog, report.query)[0] ?? ''}
                dispatch={dispatch}
                onClose={() => setDrawer(drawer.kind === 'token' ? { tab: 'tokens' } : null)}
              />
            )}
          </aside>
        )}
      </div>
    </Page>
  );
}
