import { Popover } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Figure } from '../api/types';
import { int, missing, pct } from '../lib/format';
import css from './Kpis.module.css';
import { Status } from './Status';

interface KpisProps {
  figures: Figure[];
  /** days is the length of the endings window, named in its figure. */
  days: number;
  /** notes are lines under figures that only the page can say. */
  notes?: Record<string, ReactNode>;
}

/** Kpis is the row of figures, each with its base; a figure opens what it means. */
export function Kpis({ figures, days, notes = {} }: KpisProps) {
  const { t } = useTranslation();
  return (
    <section className={css.kpis} aria-label={t('figure.row')}>
      {figures.map((figure) => (
        <div key={figure.name} className={css.kpi}>
          <Kpi figure={figure} days={days} note={notes[figure.name]} />
        </div>
      ))}
    </section>
  );
}

const rates = new Set(['deployment_rate', 'usage_rate']);

/** FigureName is a metric that has words. */
type FigureName = 'licenses_ending' | 'licenses_sold' | 'deployment_rate' | 'usage_rate' | 'active_users' | 'overage';

function Kpi({ figure, days, note }: { figure: Figure; days: number; note: ReactNode }) {
  const { t } = useTranslation();
  const name = figure.name as FigureName;
  const wide = useMediaQuery('(min-width: 1400px)', true);
  const roomy = useMediaQuery('(min-width: 1600px)', true);
  const label = t(`figure.${name}`, { count: days, defaultValue: figure.name });
  const shown = name === 'licenses_ending' && !roomy ? t('figure.ending_short', { count: days }) : label;
  const isRate = rates.has(figure.name);
  const small = isRate && figure.value !== null && figure.of !== null && figure.of < 5;
  const value = isRate ? pct(figure.value) : int(figure.value);
  return (
    <>
      <div className={css.label}>{shown}</div>
      <div className={css.line}>
        <Popover position="bottom-start" width={320}>
          <Popover.Target>
            <button type="button" className={css.figure} aria-label={`${label}: ${value}`}>
              {small ? t('figure.partOf', { part: int(figure.part), of: int(figure.of) }) : value}
            </button>
          </Popover.Target>
          <Popover.Dropdown p={12} aria-label={label}>
            <Meaning figure={figure} name={name} label={label} />
          </Popover.Dropdown>
        </Popover>
        {(wide || name !== 'licenses_ending') && <Base figure={figure} isRate={isRate && !small} />}
      </div>
      <div className={css.note}>{note ?? <Note figure={figure} />}</div>
    </>
  );
}

function Base({ figure, isRate }: { figure: Figure; isRate: boolean }) {
  const { t } = useTranslation();
  if (figure.value === null) return null;
  if (figure.of !== null && (isRate || figure.name === 'active_users')) {
    return <span className={css.base}>{t('figure.of', { of: int(figure.of) })}</span>;
  }
  if (figure.count !== null && figure.name === 'licenses_ending') {
    return (
      <span className={css.base}>{t('figure.entitlements', { count: figure.count, number: int(figure.count) })}</span>
    );
  }
  if (figure.name === 'overage')
    return <span className={css.base}>{t('figure.licenses', { count: figure.value })}</span>;
  return null;
}

function Note({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  if (figure.value === null) return <Status is="no_data" plain />;
  if (figure.note === 'above_100') return <Status is="above_100" plain />;
  if (figure.name === 'overage' && figure.value > 0) {
    const number = int(figure.count);
    const words = figure.count === null ? t('figure.over') : t('figure.accountsOver', { count: figure.count, number });
    return (
      <Status is="over" plain>
        {words}
      </Status>
    );
  }
  if (figure.name === 'licenses_sold' && figure.count !== null) {
    return <>{t('figure.counting', { count: figure.count, number: int(figure.count) })}</>;
  }
  if (figure.note === 'unknown_some') return <>{t('figure.unknownSome')}</>;
  if (figure.name === 'overage') return <>{t('figure.noneOver')}</>;
  if (figure.part !== null) return <>{t(`figure.part.${figure.name as 'usage_rate'}`, { part: int(figure.part) })}</>;
  return <>{t(`figure.hint.${figure.name as 'licenses_sold'}`, { defaultValue: '' })}</>;
}

function Meaning({ figure, name, label }: { figure: Figure; name: FigureName; label: string }) {
  const { t } = useTranslation();
  const known = figure.part !== null && figure.of !== null && figure.value !== null;
  return (
    <div className={css.meaning}>
      <h3>{label}</h3>
      <p>{t(`glossary.${name}.text`, { defaultValue: '' })}</p>
      {known && (
        <p className="mono">
          {int(figure.part)} ÷ {int(figure.of)} = {pct(figure.value)}
        </p>
      )}
      {figure.value === null && <p className="t2">{t('figure.whyMissing', { dash: missing })}</p>}
      {figure.note === 'above_100' && <p className="t2">{t('figure.whyAbove')}</p>}
      {figure.note === 'unknown_some' && <p className="t2">{t('figure.whyUnknown')}</p>}
    </div>
  );
}
