import { Button, Popover, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Filter, Relation } from '../../api/metricTypes';
import { fold } from '../../lib/format';
import type { Words } from '../catalog/words';
import { Icon } from '../Icon';
import { kindOf } from './clause';
import { begun } from './draft';
import css from './Filter.module.css';
import { FilterEditor } from './FilterEditor';

interface AddFilterProps {
  words: Words;
  datasets: Relation[];
  having: boolean;
  context: Filter | undefined;
  onAdd: (filter: Filter) => void;
}

/** AddFilter chooses what to filter by, then edits the comparison. */
export function AddFilter({ words, datasets, having, context, onAdd }: AddFilterProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState<Filter | null>(null);
  const toggle = (open: boolean) => {
    setDraft(null);
    setOpened(open);
  };
  const choose = (name: string) => {
    const subject = having ? { metric: name } : { dimension: name };
    setDraft(begun(subject, kindOf(subject, words)));
  };
  return (
    <Popover opened={opened} onChange={toggle} position="bottom-start">
      <Popover.Target>
        <Button
          data-add
          variant="subtle"
          leftSection={<Icon of={IconPlus} size={14} />}
          aria-expanded={opened}
          aria-haspopup="dialog"
          onClick={() => toggle(!opened)}
        >
          {t(having ? 'filter.addHaving' : 'filter.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={t('filter.add')}>
        {draft ? (
          <FilterEditor
            key={draft.metric ?? draft.dimension}
            filter={draft}
            words={words}
            datasets={datasets}
            context={context}
            onApply={(filter) => {
              toggle(false);
              onAdd(filter);
            }}
            onCancel={() => toggle(false)}
          />
        ) : (
          <Fields
            words={words}
            names={having ? metricsOf(words, datasets) : dimensionsOf(words, datasets)}
            onChoose={choose}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** dimensionsOf are those that can filter the rows of all the relations, or of any where there are none. */
function dimensionsOf(words: Words, datasets: Relation[]): string[] {
  const of = datasets.map((name) => words.dataset(name)?.dimensions ?? []);
  const all = of.length > 0 ? of.flat() : words.catalog.dimensions.map((one) => one.name);
  return [...new Set(all)].filter((name) => !words.dimension(name)?.listed);
}

function metricsOf(words: Words, datasets: Relation[]): string[] {
  const measures = words.catalog.measures.filter((one) => datasets.length === 0 || datasets.includes(one.dataset));
  const known = new Set(measures.map((one) => one.name));
  return words.catalog.metrics.filter((one) => one.derived || known.has(one.measure)).map((one) => one.name);
}

/** matching are the names that hold every word; those that begin with the first come first. */
function matching(names: string[], wanted: string[], words: Words): string[] {
  const [first = ''] = wanted;
  const begins = (name: string) => fold(words.label(name)).startsWith(first);
  return names
    .filter((name) => {
      const text = fold(`${words.label(name)} ${name}`);
      return wanted.every((word) => text.includes(word));
    })
    .sort((a, b) => Number(begins(b)) - Number(begins(a)));
}

interface FieldsProps {
  words: Words;
  names: string[];
  onChoose: (name: string) => void;
}

function Fields({ words, names, onChoose }: FieldsProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const wanted = fold(search).split(/\s+/).filter(Boolean);
  const shown = matching(names, wanted, words);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const fields = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const next = fields.indexOf(event.target as HTMLElement) + step;
    fields[Math.max(0, Math.min(fields.length - 1, next))]?.focus();
  };
  return (
    <fieldset className={css.adder} aria-label={t('filter.searchFields')} onKeyDown={move}>
      <TextInput
        data-autofocus
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key !== 'Enter' || first === undefined) return;
          event.preventDefault();
          onChoose(first);
        }}
        placeholder={t('filter.searchFields')}
        aria-label={t('filter.searchFields')}
        leftSection={<Icon of={IconSearch} />}
      />
      <div ref={list} className={css.fields}>
        {shown.map((name) => (
          <button
            key={name}
            type="button"
            className={css.field}
            title={words.dimension(name)?.words ?? words.metric(name)?.words}
            onClick={() => onChoose(name)}
          >
            <span className="cut">{words.label(name)}</span>
          </button>
        ))}
        {shown.length === 0 && <p className={css.none}>{t('filter.noFields', { find: search })}</p>}
      </div>
    </fieldset>
  );
}
