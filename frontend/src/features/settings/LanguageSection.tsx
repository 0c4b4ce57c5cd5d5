import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { dayLong, inDays, int, money, pct, time } from '../../lib/format';
import { languages } from '../../lib/i18n';
import { regions, weekStartOf } from '../../lib/regions';
import { Field, Section } from './Field';

const weekDays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** ownNames are what the languages call themselves, which everybody finds. */
const ownNames = {
  en: 'English',
  it: 'Italiano',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
} as const;

interface LanguageSectionProps {
  values: Record<string, string>;
  onSet: (name: string, value: string) => Promise<unknown>;
}

/** LanguageSection chooses the language, and the region whose numbers, days and weeks are printed. */
export function LanguageSection({ values, onSet }: LanguageSectionProps) {
  const { t, i18n } = useTranslation();
  const region = async (tag: string) => {
    await onSet('region', tag);
    if (tag !== 'system') await onSet('week_start', weekStartOf(tag));
  };
  return (
    <Section title={t('settings.languageTitle')}>
      <Field label={t('settings.language')} help={t('settings.languageHelp')} id="language">
        <Select
          id="language"
          value={values.language ?? 'system'}
          onChange={(value) => value && onSet('language', value)}
          data={[
            { value: 'system', label: t('settings.bySystem') },
            ...languages.map((code) => ({ value: code, label: ownNames[code] })),
          ]}
          allowDeselect={false}
        />
      </Field>
      <Field label={t('settings.region')} help={t('settings.regionHelp')} id="region">
        <Select
          id="region"
          value={values.region ?? 'system'}
          onChange={(value) => value && region(value)}
          data={[
            { value: 'system', label: t('settings.bySystem') },
            ...regions(i18n.language).map(({ tag, name }) => ({ value: tag, label: name })),
          ]}
          allowDeselect={false}
          searchable
        />
        <Example />
      </Field>
      <Field label={t('settings.week')} help={t('settings.weekHelp')} id="week_start">
        <Select
          id="week_start"
          value={values.week_start ?? 'monday'}
          onChange={(value) => value && onSet('week_start', value)}
          data={weekDays.map((value) => ({ value, label: t(`settings.day.${value}`) }))}
          allowDeselect={false}
        />
      </Field>
    </Section>
  );
}

/** Example shows how the choices print what stands everywhere in the window. */
function Example() {
  const { t } = useTranslation();
  const printed = [
    [t('settings.exampleNumber'), int(1234567)],
    [t('settings.exampleShare'), pct(0.826)],
    [t('settings.exampleMoney'), money(38400.5, 'EUR')],
    [t('settings.exampleDay'), dayLong('2026-11-20')],
    [t('settings.exampleTime'), time(new Date(2026, 10, 20, 8, 42).toISOString())],
    [t('settings.exampleDistance'), inDays(3)],
  ];
  return (
    <dl className="sm" aria-label={t('settings.example')} style={{ marginTop: 8 }}>
      {printed.map(([name, text]) => (
        <div key={name} className="row">
          <dt className="t2 grow">{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
