import { Button, CloseButton, Menu, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { DefinitionKind, Definitions, Relation } from '../../../api/metricTypes';
import type { Report } from '../../../api/reportTypes';
import type { Words } from '../../../components/catalog/useCatalog';
import { Icon } from '../../../components/Icon';
import { cx } from '../../../lib/cx';
import { int } from '../../../lib/format';
import type { DraftAction } from '../draft/draft';
import { type Mode, modeOf } from '../draft/parts';
import { labelIn } from '../names';
import { FieldRow } from './FieldRow';
import css from './Fields.module.css';
import { bestOf, type Field, firstColumns, found, sectionsOf } from './fields';
import { fieldsIn, walk } from './walk';

interface FieldsPanelProps {
  report: Report;
  words: Words;
  kept: Definitions | undefined;
  dispatch: (action: DraftAction) => void;
  /** onDefine opens the editor of a definition; name "" is a new one. */
  onDefine: (kind: DefinitionKind, name: string) => void;
  searchRef: RefObject<HTMLInputElement | null>;
  /** opened shows the panel where there is little room, and it lies over the page; elsewhere it is always there. */
  opened: boolean;
  onClose: () => void;
}

const kinds: DefinitionKind[] = ['column', 'group', 'metric', 'token'];

/** FieldsPanel lists what a report can ask for, and what it asks for. */
export function FieldsPanel({ report, words, kept, dispatch, onDefine, searchRef, opened, onClose }: FieldsPanelProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [dataset, setDataset] = useState<Relation>('');
  const [about, setAbout] = useState<Field | null>(null);
  const [active, setActive] = useState('');
  const panel = useRef<HTMLElement>(null);
  // A field that is added or taken out goes to another list: the focus stays where it was.
  const neighbour = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const name = neighbour.current;
    neighbour.current = undefined;
    if (name === undefined || panel.current?.contains(document.activeElement)) return;
    fieldsIn(panel.current)
      .find((one) => one.dataset.field === name)
      ?.focus();
  });
  const { query } = report;
  const mode = modeOf(query);
  const { catalog } = words;

  const sections = useMemo(
    () => sectionsOf({ catalog, kept, query, label: labelIn(words, report) }, dataset),
    [catalog, kept, query, words, report, dataset],
  );
  const names = new Set(sections.chosen.map((one) => one.name));
  const count = sections.metrics.length + sections.dimensions.length + sections.own.length;

  const columnsIn = (name: Relation) => firstColumns(catalog, name);
  const setMode = (next: Mode) =>
    dispatch({
      type: 'setMode',
      mode: next,
      dataset: dataset || 'entitlements',
      columns: columnsIn(dataset || 'entitlements'),
    });
  const choose = (name: Relation) => {
    if (mode === 'rows') dispatch({ type: 'setDataset', dataset: name, columns: columnsIn(name) });
    else setDataset(name);
  };
  const toggle = (field: Field, at?: number) =>
    dispatch(
      names.has(field.name)
        ? { type: 'removeField', name: field.name }
        : { type: 'addField', name: field.name, field: field.field, grain: grainFor(field, mode), at },
    );
  const dropAt = (at: number) => (name: string) => {
    const field = [...sections.metrics, ...sections.dimensions, ...sections.own].find((one) => one.name === name);
    if (names.has(name)) dispatch({ type: 'moveField', name, to: at });
    else if (field) toggle(field, at);
  };

  const rest = (fields: Field[]) => fields.filter((one) => !names.has(one.name));
  const listed = [
    ...(text === '' ? sections.chosen : []),
    ...[sections.own, sections.metrics, sections.dimensions].flatMap((fields) => found(rest(fields), text)),
  ];
  const best = bestOf(listed, text)?.name;
  const tabbable = listed.some(({ name }) => name === active) ? active : listed[0]?.name;
  const row = (field: Field, place: number | null) => (
    <FieldRow
      key={field.name}
      field={field}
      on={names.has(field.name)}
      best={field.name === best}
      tabbable={field.name === tabbable}
      onToggle={() => {
        const at = listed.findIndex((one) => one.name === field.name);
        if (panel.current?.contains(document.activeElement))
          neighbour.current = (listed[at + 1] ?? listed[at - 1])?.name;
        toggle(field);
      }}
      onFocus={() => {
        setActive(field.name);
        setAbout(field);
      }}
      onPoint={() => setAbout(field)}
      onEdit={field.own ? () => onDefine(field.own ?? 'column', field.name) : undefined}
      onMove={place === null ? undefined : (by) => dispatch({ type: 'moveField', name: field.name, to: place + by })}
      onDropField={place === null ? undefined : dropAt(place)}
    />
  );
  const section = (title: string, fields: Field[], last?: React.ReactNode) => {
    const shown = found(fields, text);
    if (shown.length === 0 && !last) return null;
    return (
      <section aria-label={title}>
        <h2 className={css.head}>{title}</h2>
        <ul>{shown.map((field) => row(field, null))}</ul>
        {last}
      </section>
    );
  };
  const none =
    text !== '' && [sections.metrics, sections.dimensions, sections.own].every((one) => found(one, text).length === 0);

  return (
    <aside
      className={cx(css.panel, !opened && css.closed)}
      aria-label={t('reports.fields.title')}
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && opened) onClose();
        else walk(event, panel.current, best);
      }}
    >
      <div className={css.top}>
        <div className={css.over}>
          <h2 className="grow">{t('reports.fields.title')}</h2>
          <CloseButton aria-label={t('reports.close')} onClick={onClose} />
        </div>
        <SegmentedControl
          fullWidth
          aria-label={t('reports.fields.mode')}
          value={mode}
          onChange={(next) => setMode(next as Mode)}
          data={[
            { value: 'figures', label: t('reports.fields.figures') },
            { value: 'rows', label: t('reports.fields.rows') },
          ]}
        />
        <Select
          aria-label={t('reports.fields.dataset')}
          value={mode === 'rows' ? (query.dataset ?? 'entitlements') : dataset}
          onChange={(name) => choose(name ?? '')}
          allowDeselect={false}
          searchable
          comboboxProps={{ width: 260, position: 'bottom-start' }}
          data={[
            ...(mode === 'rows' ? [] : [{ value: '', label: t('reports.fields.every') }]),
            ...catalog.datasets.map((one) => ({ value: one.name, label: one.label })),
          ]}
        />
        <TextInput
          ref={searchRef}
          data-find
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text !== '') {
              event.stopPropagation();
              setText('');
            }
          }}
          leftSection={<Icon of={IconSearch} />}
          rightSection={
            text !== '' && <CloseButton size="xs" aria-label={t('find.clear')} onClick={() => setText('')} />
          }
          placeholder={t('reports.fields.search', { count, number: int(count) })}
          aria-label={t('reports.fields.search', { count, number: int(count) })}
        />
      </div>
      <div className={css.lists}>
        {sections.chosen.length > 0 && text === '' && (
          <section aria-label={t('reports.fields.chosen')}>
            <h2 className={css.head}>{t('reports.fields.chosen')}</h2>
            <ul>{sections.chosen.map((field, i) => row(field, i))}</ul>
          </section>
        )}
        {section(t('reports.fields.own'), rest(sections.own), <NewDefinition onDefine={onDefine} />)}
        {none && <p className={css.none}>{t('reports.fields.none', { text })}</p>}
        {section(t('reports.fields.metrics'), rest(sections.metrics))}
        {section(
          t(mode === 'rows' ? 'reports.fields.columns' : 'reports.fields.dimensions'),
          rest(sections.dimensions),
        )}
      </div>
      <p className={css.about} aria-live="polite">
        {about ? (
          <>
            <span className="bold">{about.label}</span> {about.words}
            {about.unfit && <span className={css.reason}> {t('reports.fields.unfit')}</span>}
          </>
        ) : (
          t('reports.fields.hint')
        )}
      </p>
    </aside>
  );
}

/** grainFor lets a date come by month at first: few rows that can be drawn. */
function grainFor(field: Field, mode: Mode): string | undefined {
  return mode === 'figures' && field.look === 'date' ? 'month' : undefined;
}

function NewDefinition({ onDefine }: Pick<FieldsPanelProps, 'onDefine'>) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="subtle" size="compact-xs" className={css.new} leftSection={<Icon of={IconPlus} size={14} />}>
          {t('reports.fields.new')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => (
          <Menu.Item key={kind} onClick={() => onDefine(kind, '')}>
            {t(`reports.definition.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
