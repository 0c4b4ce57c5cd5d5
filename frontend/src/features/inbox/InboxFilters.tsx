import { Select } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FindInput } from '../../components/FindInput';
import { int } from '../../lib/format';
import css from './Inbox.module.css';
import { severities, sorts, usualSort } from './inbox';
import type { Inbox } from './useInbox';

/** InboxFilters narrow the list to a rule, an account, a severity or words, and order it. */
export function InboxFilters({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  const { asking, pages, tab, narrow } = inbox;
  const { rules = [], accounts = [], severities: counts } = pages.first ?? {};
  const orders = sorts.filter((one) => one !== 'urgency' || tab === 'open');
  return (
    <div className={css.filters}>
      <Words text={asking.text ?? ''} onText={(text) => narrow({ text: text === '' ? null : text })} />
      <Choice
        label={t('inbox.byRule')}
        value={asking.rule ? String(asking.rule) : null}
        data={rules.map(({ id, name, count }) => ({ value: String(id), label: `${name} (${int(count)})` }))}
        onChoose={(rule) => narrow({ rule })}
      />
      <Choice
        label={t('inbox.byAccount')}
        value={asking.account ?? null}
        data={accounts.map(({ key, name, count }) => ({ value: key, label: `${name} (${int(count)})` }))}
        onChoose={(account) => narrow({ account })}
      />
      <Choice
        label={t('inbox.bySeverity')}
        value={asking.severity?.[0] ?? null}
        data={severities.map((one) => ({
          value: one,
          label: `${t(`inbox.severity.${one}`)} (${int(counts?.[one] ?? 0)})`,
        }))}
        onChoose={(severity) => narrow({ severity })}
      />
      <Select
        className={css.sort}
        aria-label={t('inbox.sort')}
        value={asking.sort ?? usualSort(tab)}
        data={orders.map((one) => ({ value: one, label: t(`inbox.order.${one}`) }))}
        onChange={(sort) => narrow({ sort: sort === usualSort(tab) ? null : sort })}
        allowDeselect={false}
        comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string | null;
  data: { value: string; label: string }[];
  onChoose: (value: string | null) => void;
}

/** Choice is one filter; nothing chosen is everything. */
function Choice({ label, value, data, onChoose }: ChoiceProps) {
  // What is chosen stays in the list where nothing is left of it.
  const known = value === null || data.some((one) => one.value === value) ? data : [...data, { value, label: value }];
  return (
    <Select
      className={css.choice}
      aria-label={label}
      placeholder={label}
      value={value}
      data={known}
      onChange={onChoose}
      searchable={data.length > 8}
      clearable
      maxDropdownHeight={320}
      comboboxProps={{ width: 'max-content', position: 'bottom-end' }}
      clearButtonProps={{ 'aria-label': label, tabIndex: 0 }}
    />
  );
}

/** typingPause is how long one may take between two letters. */
const typingPause = 250;

function Words({ text, onText }: { text: string; onText: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  const tell = useDebouncedCallback((next: string) => {
    setKnown(next.trim());
    onText(next.trim());
  }, typingPause);
  // The address changed by another way than these letters: a cleared filter, the way back.
  if (text !== known) {
    setKnown(text);
    setTyped(text);
  }
  return (
    <FindInput
      value={typed}
      placeholder={t('inbox.find')}
      onChange={(next) => {
        setTyped(next);
        tell(next);
      }}
    />
  );
}
