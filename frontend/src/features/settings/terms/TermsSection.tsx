import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '../../../lib/cx';
import type { T } from '../../../lib/i18n';
import { Field, Section } from '../Field';
import { countryNames, type SettingsProps } from '../notify/settings';
import css from './Terms.module.css';
import { TermsForm } from './TermsForm';
import { type Agreed, type Length, lengths, readAgreed, readTerms, subjectsOf, writeAgreed } from './terms';

/** TermsSection lists what was agreed about ends, by which the last day to act is worked out. */
export function TermsSection({ values, onSet }: SettingsProps) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<number | 'new' | 'left' | null>(null);
  const all = readAgreed(values.notice_terms);
  const keep = (next: Agreed[]) => onSet('notice_terms', writeAgreed(next));
  const put = async (one: Agreed) => {
    await keep(changing === 'new' ? [...all, one] : all.map((old, i) => (i === changing ? one : old)));
    setChanging('left');
  };
  const old = typeof changing === 'number' ? all[changing] : undefined;
  return (
    <Section title={t('terms.title')}>
      {all.map((one, i) => {
        const title = titleOf(t, one);
        return (
          <Field key={JSON.stringify(one)} label={title} help="">
            <p className={css.said}>
              <Says agreed={one} />
            </p>
            <span className={cx(css.acts, css.quiet)}>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('terms.changeOf', { name: title })}
                onClick={() => setChanging(i)}
              >
                {t('terms.change')}
              </Button>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('terms.removeOf', { name: title })}
                onClick={() => {
                  setChanging(null);
                  keep(all.filter((_, at) => at !== i)).catch(() => {});
                }}
              >
                {t('terms.remove')}
              </Button>
            </span>
          </Field>
        );
      })}
      {changing === null || changing === 'left' ? (
        <Field label={t('terms.add')} help={t('terms.help')} id="notice_terms">
          {/* The form that is left has the focus, and goes. */}
          <Button id="notice_terms" autoFocus={changing === 'left'} onClick={() => setChanging('new')}>
            {t('terms.addButton')}
          </Button>
        </Field>
      ) : (
        <TermsForm key={changing} agreed={old} onKeep={put} onCancel={() => setChanging('left')} />
      )}
    </Section>
  );
}

function titleOf(t: T, one: Agreed): string {
  const named = subjectsOf(one).map(({ subject, name }) =>
    t('terms.named', { subject: t(`terms.of.${subject}`), name }),
  );
  return named.join(' · ') || t('terms.of.all');
}

function spoken(t: T, { n, unit }: Length): string {
  return t(`terms.count.${unit}`, { count: n });
}

function calendarName(calendar: string, language: string, t: T): string {
  if (calendar === 'account') return t('terms.ofAccount');
  if (calendar === 'weekdays') return t('terms.weekdays');
  return countryNames(language).find(({ value }) => value === calendar)?.label ?? calendar;
}

/** Says puts terms into words. */
function Says({ agreed }: { agreed: Agreed }) {
  const { t, i18n } = useTranslation();
  const terms = readTerms(agreed.terms);
  const says = lengths
    .filter((word) => terms[word].n > 0)
    .map((word) => t('terms.named', { subject: t(`terms.${word}`), name: spoken(t, terms[word]) }));
  if (agreed.field) says.push(t('terms.named', { subject: t('terms.field'), name: agreed.field }));
  if (terms.calendar !== '') {
    const name = calendarName(terms.calendar, i18n.language, t);
    says.push(t('terms.named', { subject: t('terms.calendar'), name }));
  }
  return says.map((text) => (
    <span key={text} className={css.says}>
      {text}
    </span>
  ));
}
