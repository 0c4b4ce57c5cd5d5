import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertOctagon, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalculatedColumn, ExpressionReading } from '../../../api/metricTypes';
import { expressionQuery } from '../../../api/reports';
import { Icon } from '../../../components/Icon';
import { cx } from '../../../lib/cx';
import definitionsCss from '../definitions/Definitions.module.css';
import { EditorFrame } from '../definitions/EditorFrame';
import { type Editing, existing, homesOf, useNaming } from '../definitions/editing';
import { useDefinitionActions } from '../definitions/useDefinitionActions';
import { compact } from '../draft/parts';
import { icons } from '../fields/FieldRow';
import css from './Expression.module.css';
import { ExpressionEditor } from './ExpressionEditor';
import { SampleRows } from './SampleRows';
import { localForm } from './tokens';
import { useVocabulary } from './useVocabulary';

const restMs = 150;
const formats = ['integer', 'decimal', 'percent', 'text'] as const;
const types = ['text', 'number', 'date', 'time', 'boolean'] as const;

/** ColumnEditor makes a calculated column: an expression, read as it is written, with its values for a few rows. */
export function ColumnEditor(editing: Editing) {
  const { name, words, kept, local, dataset, dispatch, onClose } = editing;
  const { t } = useTranslation();
  const { value, home } = existing<CalculatedColumn>(editing, 'column');
  const vocabulary = useVocabulary(words, dataset, kept, name);
  const { decimalComma } = vocabulary;
  const [title, setTitle] = useState(value ? (value.words ?? words.label(name)) : '');
  const [text, setText] = useState(() => localForm(value?.expression ?? '', decimalComma));
  const [unit, setUnit] = useState(value?.unit ?? '');
  const [format, setFormat] = useState(value?.format ?? '');
  const [asked] = useDebouncedValue(text, restMs);
  const read = useQuery({ ...expressionQuery(asked, dataset, decimalComma), enabled: asked.trim() !== '' });
  const current = asked === text && !read.isPlaceholderData;
  const reading = asked.trim() === '' ? undefined : read.data;
  const valid = reading !== undefined && !reading.problem && !read.error;
  const naming = useNaming(editing, title, 'column');
  const actions = useDefinitionActions(dispatch);

  const problem = naming.problem || problemOf(text, current && valid, reading);
  function problemOf(written: string, fine: boolean, found: ExpressionReading | undefined): string {
    if (written.trim() === '') return t('reports.expression.needed');
    return fine ? '' : (found?.problem?.message ?? t('reports.expression.reading'));
  }
  const column: CalculatedColumn = compact({
    name: naming.made,
    words: title.trim(),
    expression: reading?.canonical ?? '',
    unit: unit.trim() || undefined,
    format: format || undefined,
  });
  return (
    <EditorFrame
      kind="column"
      name={name}
      title={title}
      onTitle={setTitle}
      aside={valid && <TypeOf reading={reading} words={words} />}
      problem={problem}
      homes={homesOf(editing)}
      from={value ? home : dispatch ? 'report' : 'kept'}
      onApply={(to) =>
        actions.apply({
          definition: { kind: 'column', value: column },
          home: to,
          title: title.trim(),
          fresh: name === '',
        })
      }
      onRemove={value && (() => actions.remove('column', name, home))}
      onClose={onClose}
    >
      <section aria-label={t('reports.expression.title')}>
        <div className={definitionsCss.subhead}>
          <h3 className="grow">{t('reports.expression.title')}</h3>
          {valid && current && (
            <span className={cx(css.state, css.good)} role="status">
              <Icon of={IconCircleCheck} size={14} />
              {t('reports.expression.valid')}
            </span>
          )}
          {reading?.problem && (
            <span className={cx(css.state, css.bad)} role="status">
              <Icon of={IconAlertOctagon} size={14} />
              {t('reports.expression.invalid')}
            </span>
          )}
        </div>
        <ExpressionEditor
          value={text}
          onChange={setText}
          vocabulary={vocabulary}
          problem={current ? reading?.problem : undefined}
        />
        {reading?.problem && current && (
          <p className={css.problem} role="alert">
            {reading.problem.message} {reading.problem.hint}
          </p>
        )}
      </section>
      {valid && (
        <SampleRows reading={reading} words={words} title={title.trim()} define={local} unit={unit} format={format} />
      )}
      <div className={definitionsCss.line}>
        <TextInput
          label={t('reports.editor.unit')}
          placeholder={(valid && unitLabel(reading.unit, words)) || t('reports.options.none')}
          value={unit}
          maxLength={40}
          onChange={(event) => setUnit(event.currentTarget.value)}
        />
        <Select
          label={t('reports.editor.format')}
          value={format}
          allowDeselect={false}
          onChange={(next) => setFormat(next ?? '')}
          data={[
            { value: '', label: t('reports.editor.byType') },
            ...formats.map((one) => ({ value: one as string, label: t(`reports.columnFormat.${one}`) })),
          ]}
        />
      </div>
    </EditorFrame>
  );
}

function unitLabel(unit: string, words: Editing['words']): string {
  return unit === '' ? '' : (words.catalog.units?.[unit]?.other ?? unit);
}

function TypeOf({ reading, words }: { reading: ExpressionReading; words: Editing['words'] }) {
  const { t } = useTranslation();
  const type = types.find((one) => one === reading.type) ?? 'text';
  const unit = unitLabel(reading.unit, words);
  return (
    <span className={definitionsCss.type}>
      <Icon of={icons[type === 'boolean' ? 'flag' : type]} size={14} />
      {unit === '' ? t(`reports.type.${type}`) : t('reports.typeUnit', { type: t(`reports.type.${type}`), unit })}
    </span>
  );
}
