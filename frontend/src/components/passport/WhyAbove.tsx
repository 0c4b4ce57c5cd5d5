import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { Cause, Explanation } from '../../api/metricTypes';
import { num, pct, pct0 } from '../../lib/format';
import { type Step, waterfall } from './evidence';
import css from './Passport.module.css';
import { rowsHref } from './passport';

/** names are the causes that can explain points, as the engine calls them. */
const names = {
  'a second subscription in grace': 'grace',
  'trial activity': 'trial',
  'use beyond entitlement': 'beyond',
  "other partners' licenses": 'partners',
  'duplicate attribution': 'duplicate',
  'definitions differ': 'definitions',
  'users changed': 'turnover',
} as const;

const width = 190;
const rowHeight = 20;

/** WhyAbove shows what a rate above 100 % comes of: how far each cause explains it, and how sure it is. */
export function WhyAbove({ explanation, title }: { explanation: Explanation; title: string }) {
  const { t } = useTranslation();
  const { causes, value } = explanation;
  if (!causes?.length || typeof value !== 'number') return null;
  const steps = waterfall(explanation);
  return (
    <section className={css.section}>
      <h3>{t('passport.why')}</h3>
      {steps.length > 1 && <Waterfall steps={steps} value={value} />}
      <ul className={css.causes}>
        {causes.map((cause) => (
          <CauseItem key={cause.name} cause={cause} title={title} />
        ))}
      </ul>
    </section>
  );
}

function CauseItem({ cause, title }: { cause: Cause; title: string }) {
  const { t } = useTranslation();
  return (
    <li>
      <span className={css.confidence}>{t(`passport.confidence.${cause.confidence}`)}</span>
      <span>
        {cause.words}
        {cause.points ? ` ${t('passport.atMost', { points: num(cause.points * 100) })}` : ''}
        {cause.rows && cause.count ? (
          <>
            {' '}
            <a href={rowsHref({ query: cause.rows, title })}>
              {t('passport.showRows', { count: cause.count, number: num(cause.count) })}
            </a>
          </>
        ) : null}
      </span>
    </li>
  );
}

/** Waterfall draws the steps from the rate to 100 %; its text twin is read in its place. */
function Waterfall({ steps, value }: { steps: Step[]; value: number }) {
  const { t } = useTranslation();
  const pattern = useId();
  const low = 1 - (value - 1) / 2;
  const x = (of: number) => ((of - low) / (value - low)) * width;
  const points = (step: Step) => t('passport.points', { number: num(step.points * 100) });
  const label = (step: Step) => {
    if (step.kind === 'raw') return t('passport.raw');
    if (step.kind === 'unknown') return t('passport.unexplained');
    const known = names[step.name as keyof typeof names];
    return known ? t(`passport.cause.${known}`) : step.name;
  };
  const figure = (step: Step) =>
    step.kind === 'raw' ? pct(value) : step.kind === 'unknown' ? `+${points(step)}` : `−${points(step)}`;
  return (
    <figure className={css.waterfall}>
      <table className="sr">
        <caption>{t('passport.why')}</caption>
        <tbody>
          {steps.map((step) => (
            <tr key={`${step.kind}${step.name}`}>
              <th scope="row">{label(step)}</th>
              <td>{figure(step)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div aria-hidden="true" className={css.steps}>
        <svg className={css.hundred} width={width} height={16} role="presentation">
          <text x={x(1)} y={11} textAnchor="middle">
            {pct0(1)}
          </text>
        </svg>
        {steps.map((step) => (
          <div key={`${step.kind}${step.name}`} className={css.step}>
            <span className={css.stepName} title={label(step)}>
              {label(step)}
            </span>
            <svg width={width} height={rowHeight} role="presentation">
              <defs>
                <pattern id={pattern} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                  <rect width="5" height="5" className={css.pale} />
                  <path d="M0 0h5" className={css.hatch} />
                </pattern>
              </defs>
              <rect
                x={x(step.kind === 'raw' ? low : step.from)}
                y={5}
                width={Math.max(1, x(step.to) - x(step.kind === 'raw' ? low : step.from))}
                height={10}
                className={css[step.kind]}
                fill={step.kind === 'explained' ? `url(#${pattern})` : undefined}
              />
              <path d={`M${x(1)} 0v${rowHeight}`} className={css.line} />
            </svg>
            <span className={css.stepFigure}>{figure(step)}</span>
          </div>
        ))}
        <p className="t3 xs">{t('passport.axisFrom', { at: pct(low) })}</p>
      </div>
    </figure>
  );
}
