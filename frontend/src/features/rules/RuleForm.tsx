import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { rules } from '../../api/actions';
import { toAppError } from '../../api/client';
import { keys } from '../../api/queries';
import type { NewRule, Template } from '../../api/types';
import { ErrorPanel } from '../../components/ErrorPanel';
import { NumberField } from '../../components/NumberField';
import { toast } from '../../components/toast';
import { longestDays } from '../../lib/window';
import css from './Rules.module.css';
import { sentenceOf, shortOf } from './rule';

interface Draft {
  template: Template;
  name: string;
  days: number | string;
  threshold: number | string;
  clear: number | string;
  watch: 'all' | 'watched';
}

const start: Draft = { template: 'ends_within', name: '', days: 30, threshold: 95, clear: 90, watch: 'all' };

/** RuleForm adds a rule of one of the two kinds; the sentence under it says what it will do. */
export function RuleForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState(start);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const rule = ruleOf(draft);
  const reason = whyNot(draft);
  const sentence = reason === null ? sentenceOf(rule, t) : t(`rules.${reason}`);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => rules.add({ ...rule, name: draft.name.trim() || shortOf(rule, t) }),
    onSuccess: () => {
      toast({ message: t('rules.added') });
      onClose();
      return client.invalidateQueries({ queryKey: keys.rules });
    },
  });
  // Who opens the form by keyboard types the days next, and Escape closes it.
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === null) mutate();
  };

  return (
    <form className={css.form} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <h2>{t('rules.add')}</h2>
      <div>
        <p className={css.label} id="rule-kind">
          {t('rules.kind')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="rule-kind"
          value={draft.template}
          onChange={(template) => change({ template: template as Template })}
          data={[
            { value: 'ends_within', label: t('rules.kindEnds') },
            { value: 'usage_over', label: t('rules.kindUsage') },
          ]}
        />
      </div>
      {draft.template === 'ends_within' ? (
        <NumberField
          ref={first}
          label={t('rules.days')}
          description={t('rules.daysHelp')}
          value={draft.days}
          onChange={(days) => change({ days })}
          min={1}
          max={longestDays}
          allowDecimal={false}
          suffix={t('rules.daysSuffix')}
        />
      ) : (
        <>
          <NumberField
            label={t('rules.threshold')}
            description={t('rules.thresholdHelp')}
            value={draft.threshold}
            onChange={(threshold) => change({ threshold })}
            min={1}
            max={1000}
            suffix=" %"
          />
          <NumberField
            label={t('rules.clear')}
            description={t('rules.clearHelp')}
            value={draft.clear}
            onChange={(clear) => change({ clear })}
            min={0}
            max={1000}
            suffix=" %"
          />
        </>
      )}
      <div>
        <p className={css.label} id="rule-watch">
          {t('rules.for')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="rule-watch"
          value={draft.watch}
          onChange={(watch) => change({ watch: watch as Draft['watch'] })}
          data={[
            { value: 'all', label: t('rules.watchAll') },
            { value: 'watched', label: t('rules.watchWatched') },
          ]}
        />
      </div>
      <TextInput
        label={t('rules.name')}
        placeholder={shortOf(rule, t)}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <p className={css.sentence} role="status">
        {sentence}
      </p>
      {error && <ErrorPanel error={toAppError(error)} />}
      <div className={css.formFoot}>
        <Button size="sm" onClick={onClose}>
          {t('rules.cancel')}
        </Button>
        <Button size="sm" type="submit" variant="filled" disabled={reason !== null} loading={isPending}>
          {t('rules.save')}
        </Button>
      </div>
    </form>
  );
}

function ruleOf(draft: Draft): NewRule {
  const ends = draft.template === 'ends_within';
  return {
    name: draft.name,
    template: draft.template,
    days: ends ? Number(draft.days) : 0,
    threshold: ends ? 0 : Number(draft.threshold) / 100,
    clear: ends ? 0 : Number(draft.clear) / 100,
    watch: draft.watch,
  };
}

/** whyNot is the reason why the rule cannot be saved yet. */
function whyNot(draft: Draft): 'needDays' | 'needThreshold' | 'needClear' | null {
  if (draft.template === 'ends_within') return Number(draft.days) >= 1 ? null : 'needDays';
  if (draft.threshold === '' || Number(draft.threshold) <= 0) return 'needThreshold';
  return draft.clear === '' || Number(draft.clear) > Number(draft.threshold) ? 'needClear' : null;
}
