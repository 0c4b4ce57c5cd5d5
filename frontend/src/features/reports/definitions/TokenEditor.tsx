import { NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Token } from '../../../api/metricTypes';
import { FilterBar } from '../../../components/filter/FilterBar';
import { parseNumber } from '../../../lib/parse';
import { compact } from '../draft/parts';
import { datasetOf } from '../fields/fields';
import { tokenNameFrom } from '../names';
import { EditorFrame } from './EditorFrame';
import { type Editing, existing, homesOf } from './editing';
import { useDefinitionActions } from './useDefinitionActions';

const kinds = ['value', 'list', 'metric', 'data'] as const;
const types = ['text', 'number', 'date'] as const;

const empty: Record<Token['kind'], Partial<Token>> = {
  value: { kind: 'value', type: 'text', value: '' },
  list: { kind: 'list', type: 'text', values: [] },
  metric: { kind: 'metric', query: { metrics: [] } },
  data: { kind: 'data', column: '' },
};

/** TokenEditor makes a named value that filters, expressions and messages use as {{NAME}}. */
export function TokenEditor(editing: Editing) {
  const { name, kept, dispatch, onClose } = editing;
  const { t } = useTranslation();
  const { value, home } = existing<Token>(editing, 'token');
  const [token, setToken] = useState<Token>(value ?? { name: '', kind: 'value', type: 'text', value: '' });
  const [title, setTitle] = useState(name);
  const actions = useDefinitionActions(dispatch);
  const made = name || tokenNameFrom(title);
  const taken = name === '' && kept?.tokens?.some((one) => one.name === made);
  const missing = isMissing(token) ? t('reports.token.valueNeeded') : '';
  const problem = problemOf();
  function problemOf(): string {
    if (title.trim() === '') return t('reports.editor.nameNeeded');
    return taken ? t('reports.editor.nameTaken', { name: made }) : missing;
  }
  const words = token.words?.trim();
  const definition = { kind: 'token' as const, value: compact({ ...token, name: made, words: words || undefined }) };
  // What a report gives a token is its value there; the token itself is for all reports.
  return (
    <EditorFrame
      kind="token"
      name={name}
      title={title}
      onTitle={(next) => name === '' && setTitle(next)}
      aside={<code className="mono">{title.trim() !== '' && `{{${made}}}`}</code>}
      problem={problem}
      homes={homesOf(editing).filter((one) => one === 'kept')}
      from="kept"
      onApply={() => actions.apply({ definition, home: 'kept', title: made, fresh: false })}
      onRemove={value && (() => actions.remove('token', name, home))}
      onClose={onClose}
    >
      <Select
        label={t('reports.token.kind')}
        description={t(`reports.token.kindWords.${token.kind}`)}
        value={token.kind}
        allowDeselect={false}
        onChange={(kind) => kind && setToken({ name, words: token.words, ...empty[kind as Token['kind']] } as Token)}
        data={kinds.map((one) => ({ value: one as string, label: t(`reports.token.kinds.${one}`) }))}
      />
      <TokenBody token={token} editing={editing} onChange={setToken} />
      <Textarea
        label={t('reports.wordsLabel')}
        value={token.words ?? ''}
        maxLength={1000}
        onChange={(event) => setToken({ ...token, words: event.currentTarget.value })}
      />
    </EditorFrame>
  );
}

function isMissing(token: Token): boolean {
  switch (token.kind) {
    case 'value':
      return token.value === undefined || token.value === null || token.value === '';
    case 'list':
      return !token.values?.length;
    case 'metric':
      return !token.query?.metrics?.length;
    default:
      return !token.column;
  }
}

interface TokenBodyProps {
  token: Token;
  editing: Editing;
  onChange: (token: Token) => void;
}

function TokenBody({ token, editing, onChange }: TokenBodyProps) {
  const { t } = useTranslation();
  const { words } = editing;
  switch (token.kind) {
    case 'metric':
      return <MetricToken token={token} editing={editing} onChange={onChange} />;
    case 'data':
      return (
        <Select
          label={t('reports.metric.column')}
          searchable
          value={token.column || null}
          allowDeselect={false}
          onChange={(column) => column && onChange({ ...token, column })}
          data={words.catalog.dimensions.map((one) => ({ value: one.name, label: one.label }))}
        />
      );
    default:
      return (
        <>
          <Select
            label={t('reports.token.type')}
            value={token.type ?? 'text'}
            allowDeselect={false}
            onChange={(type) =>
              type &&
              onChange({
                ...token,
                type: type as Token['type'],
                ...(token.kind === 'list' ? { values: [] } : { value: '' }),
              })
            }
            data={types.map((one) => ({ value: one as string, label: t(`reports.type.${one}`) }))}
          />
          {token.kind === 'value' ? (
            <ValueField token={token} onChange={onChange} />
          ) : (
            <TagsInput
              size="xs"
              label={t('reports.token.values')}
              description={t('reports.token.valuesHint')}
              value={(token.values ?? []).map(String)}
              onChange={(values) => onChange({ ...token, values: values.flatMap((one) => readValue(one, token.type)) })}
            />
          )}
        </>
      );
  }
}

/** readValue reads a written value of a list; what is no number is left out of a list of numbers. */
function readValue(text: string, type: Token['type']): unknown[] {
  if (type !== 'number') return [text];
  const number = parseNumber(text);
  return number === null ? [] : [number];
}

function ValueField({ token, onChange }: Omit<TokenBodyProps, 'editing'>) {
  const { t } = useTranslation();
  if (token.type === 'number') {
    return (
      <NumberInput
        label={t('reports.options.value')}
        value={typeof token.value === 'number' ? token.value : ''}
        onChange={(value) => onChange({ ...token, value })}
      />
    );
  }
  return (
    <TextInput
      label={t('reports.options.value')}
      type={token.type === 'date' ? 'date' : 'text'}
      value={String(token.value ?? '')}
      onChange={(event) => onChange({ ...token, value: event.currentTarget.value })}
    />
  );
}

function MetricToken({ token, editing, onChange }: TokenBodyProps) {
  const { t } = useTranslation();
  const { words } = editing;
  const name = token.query?.metrics?.[0];
  const metric = words.metric(name ?? '');
  return (
    <>
      <Select
        label={t('reports.token.metric')}
        searchable
        value={name ?? null}
        allowDeselect={false}
        onChange={(next) =>
          next && onChange({ ...token, query: compact({ metrics: [next], filter: token.query?.filter }) })
        }
        data={words.catalog.metrics.map((one) => ({ value: one.name, label: one.label }))}
      />
      {metric && (
        <FilterBar
          value={token.query?.filter}
          off={[]}
          datasets={[datasetOf(words.catalog, metric)]}
          onChange={(filter) => onChange({ ...token, query: compact({ ...token.query, filter }) })}
        />
      )}
    </>
  );
}
