import { useTranslation } from 'react-i18next';

import type { Explanation } from '../../api/metricTypes';
import { day, int, moment } from '../../lib/format';
import type { Words } from '../catalog/useCatalog';
import css from './Passport.module.css';
import { baseOf } from './passportWords';

interface SectionProps {
  explanation: Explanation;
}

/** Computed says how a figure is computed: in a sentence, with its own values, and what it stands on. */
export function Computed({ explanation, words }: SectionProps & { words: Words }) {
  const { t } = useTranslation();
  const { denominator, window, conditions, as_of_by_dataset: datasets } = explanation;
  const oldest = Object.entries(datasets);
  return (
    <section className={css.section}>
      <h3>{t('passport.computed')}</h3>
      <p className="t2 sm">{explanation.words}</p>
      <code className={css.formula}>{explanation.substituted || explanation.formula}</code>
      <dl className={css.facts}>
        {denominator && <Fact term={t('passport.base')}>{baseOf(denominator, words)}</Fact>}
        {window && <Fact term={t('passport.window')}>{window}</Fact>}
        {conditions.length > 0 && (
          <Fact term={t('passport.conditions')}>
            <ul>
              {conditions.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact term={t('passport.dataAsOf')}>
          {oldest.length > 1 ? (
            <ul>
              {oldest.map(([dataset, asOf]) => (
                <li key={dataset}>{t('passport.asOfOf', { day: day(asOf), dataset: words.datasetLabel(dataset) })}</li>
              ))}
            </ul>
          ) : (
            day(explanation.data_as_of)
          )}
        </Fact>
        <Fact term={t('passport.lastUpdated')}>{moment(explanation.last_updated)}</Fact>
      </dl>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** LeftOut says what was left out, by rule, and what could not be told. */
export function LeftOut({ explanation }: SectionProps) {
  const { t } = useTranslation();
  const { excluded, notes } = explanation;
  return (
    <>
      {excluded.length > 0 && (
        <section className={css.section}>
          <h3>{t('passport.leftOut')}</h3>
          <dl className={css.facts}>
            {excluded.map((one) => (
              <Fact key={one.words} term={t('passport.rows', { count: one.rows, number: int(one.rows) })}>
                {one.words}
              </Fact>
            ))}
          </dl>
        </section>
      )}
      {notes && notes.length > 0 && (
        <section className={css.section}>
          <h3>{t('passport.notes')}</h3>
          <ul className={css.notes}>
            {notes.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
