import { Button, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { askRulesAgain, ruleActions } from '../../../api/rules';
import type { ShortRule } from '../../../api/ruleTypes';
import { toast, toastError } from '../../../components/toast';
import { pct0 } from '../../../lib/format';
import { goTo } from '../../../lib/route';
import { LevelField } from '../editor/LevelField';
import { Slots } from '../editor/Slots';
import css from './Gallery.module.css';

type Who = 'all' | 'watched';

/** QuickEnds adds a rule about ends: a number, and it works. */
export function QuickEnds() {
  const { t } = useTranslation();
  const [days, setDays] = useState<number | undefined>(30);
  const [watch, setWatch] = useState<Who>('all');
  const wrong = days === undefined || days < 1 ? t('rules.quick.needDays') : '';
  const rule: ShortRule = {
    name: t('rules.short.ends', { count: days ?? 0 }),
    template: 'ends_within',
    days: days ?? 0,
    watch,
  };
  return (
    <Quick title={t('rules.quick.ends')} rule={rule} wrong={wrong}>
      <Slots
        text={t('rules.quick.endsSentence')}
        fields={{
          days: (
            <LevelField
              label={t('rules.quick.days')}
              whole
              min={0}
              max={3660}
              value={days}
              onChange={setDays}
              autoFocus
            />
          ),
          who: <WhoField value={watch} onChange={setWatch} />,
        }}
      />
    </Quick>
  );
}

/** QuickUsage adds a rule about high usage. */
export function QuickUsage() {
  const { t } = useTranslation();
  const [threshold, setThreshold] = useState<number | undefined>(0.9);
  const [clear, setClear] = useState<number | undefined>(0.8);
  const [watch, setWatch] = useState<Who>('all');
  const none = threshold === undefined || threshold <= 0;
  const wrong = none
    ? t('rules.quick.needThreshold')
    : clear === undefined || clear > threshold
      ? t('rules.quick.needClear')
      : '';
  const rule: ShortRule = {
    name: t('rules.short.usage', { threshold: pct0(threshold) }),
    template: 'usage_over',
    threshold: threshold ?? 0,
    clear: clear ?? 0,
    watch,
  };
  return (
    <Quick title={t('rules.quick.usage')} rule={rule} wrong={wrong}>
      <Slots
        text={t('rules.quick.usageSentence')}
        fields={{
          threshold: (
            <LevelField label={t('rules.quick.threshold')} share min={0} value={threshold} onChange={setThreshold} />
          ),
          clear: <LevelField label={t('rules.quick.clear')} share min={0} value={clear} onChange={setClear} />,
          who: <WhoField value={watch} onChange={setWatch} />,
        }}
      />
    </Quick>
  );
}

function WhoField({ value, onChange }: { value: Who; onChange: (who: Who) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('rules.watch.who')}
      allowDeselect={false}
      w={160}
      value={value}
      onChange={(who) => onChange(who === 'watched' ? 'watched' : 'all')}
      data={(['all', 'watched'] as const).map((who) => ({ value: who as string, label: t(`rules.who.${who}`) }))}
    />
  );
}

interface QuickProps {
  title: string;
  rule: ShortRule;
  /** wrong is why the rule cannot be added yet, "" where it can. */
  wrong: string;
  children: ReactNode;
}

function Quick({ title, rule, wrong, children }: QuickProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const label = useId();
  // Where it could not be activated, the next try is about the same draft.
  const made = useRef(0);
  const add = async () => {
    setBusy(true);
    try {
      const id = await ruleActions.save(made.current, rule);
      made.current = id;
      await ruleActions.setState(id, 'active');
      await askRulesAgain(client);
      toast({
        message: t('rules.quick.added', { name: rule.name }),
        undo: { label: t('rules.quick.open'), run: () => goTo('rule', id) },
      });
      goTo('rules');
    } catch (cause) {
      toastError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={css.line}
      aria-labelledby={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === '') void add();
      }}
    >
      <h3 id={label}>{title}</h3>
      <div className={css.form}>
        <div>
          {children}
          <p className={css.wrong} role="status">
            {wrong}
          </p>
        </div>
        <Button type="submit" disabled={wrong !== ''} loading={busy}>
          {t('rules.add')}
        </Button>
      </div>
    </form>
  );
}
