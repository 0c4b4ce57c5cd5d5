import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { setContrast, useWantsContrast } from '../../lib/contrast';
import { Field, Section } from './Field';

const densities = ['dense', 'normal', 'relaxed'] as const;

interface LookSectionProps {
  values: Record<string, string>;
  onSet: (name: string, value: string) => Promise<unknown>;
}

/** LookSection chooses the scheme, the contrast and how close the rows of tables stand. */
export function LookSection({ values, onSet }: LookSectionProps) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const more = useWantsContrast();
  return (
    <Section title={t('settings.look')}>
      <Field label={t('settings.theme')} help={t('settings.themeHelp')} id="theme">
        <SegmentedControl
          id="theme"
          aria-label={t('settings.theme')}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
          data={[
            { value: 'auto', label: t('settings.themeAuto') },
            { value: 'light', label: t('settings.themeLight') },
            { value: 'dark', label: t('settings.themeDark') },
          ]}
        />
      </Field>
      <Field label={t('settings.contrast')} help={t('settings.contrastHelp')} id="contrast">
        <Switch id="contrast" checked={more} onChange={(event) => setContrast(event.currentTarget.checked)} />
      </Field>
      <Field label={t('settings.density')} help={t('settings.densityHelp')} id="density">
        <SegmentedControl
          id="density"
          aria-label={t('settings.density')}
          value={values.density ?? 'normal'}
          onChange={(value) => onSet('density', value)}
          data={densities.map((value) => ({ value, label: t(`settings.densities.${value}`) }))}
        />
      </Field>
    </Section>
  );
}
