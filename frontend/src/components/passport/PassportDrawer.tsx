import { Button, Skeleton } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Explanation } from '../../api/metricTypes';
import { explainQuery, exports } from '../../api/reports';
import { useWords, type Words } from '../catalog/useCatalog';
import { ErrorPanel } from '../ErrorPanel';
import { Icon } from '../Icon';
import { Status } from '../Status';
import { toast, toastError } from '../toast';
import { useView } from '../useView';
import css from './Passport.module.css';
import { openRows, type PassportOf } from './passport';
import { passportText } from './passportText';
import { figureText, keyTexts } from './passportWords';
import { Rows } from './Rows';
import { SidePanel } from './SidePanel';
import { Computed, LeftOut } from './sections';
import { useSide } from './side';
import { WhyAbove } from './WhyAbove';

/** PassportDrawer shows how the figure in the address came about; it is there once, in the layout. */
export function PassportDrawer() {
  const side = useSide();
  if (!side || !('passport' in side)) return null;
  return <Passport of={side.passport} />;
}

function Passport({ of }: { of: PassportOf }) {
  const { t } = useTranslation();
  const words = useWords();
  const view = useView();
  const { data, error, refetch } = useQuery(explainQuery({ ...view, ...of.view }, of.query, of.cell));
  const copy = () => {
    if (!data || !words) return;
    exports
      .copyText(passportText(data, of, words, t))
      .then(() => toast({ message: t('passport.copied') }))
      .catch(toastError);
  };
  return (
    <SidePanel
      title={t('passport.title')}
      onEnter={() => openRows(of)}
      actions={
        <Button variant="subtle" leftSection={<Icon of={IconCopy} />} onClick={copy} disabled={!data || !words}>
          {t('passport.copy')}
        </Button>
      }
    >
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!error && (!data || !words) && <Waiting />}
      {data && words && <Content explanation={data} of={of} words={words} />}
    </SidePanel>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={css.section} role="status" aria-label={t('loading')}>
      <Skeleton height={32} width={160} mb={12} />
      {[200, 320, 280, 300].map((width) => (
        <Skeleton key={width} height={12} width={width} mb={12} />
      ))}
    </div>
  );
}

interface ContentProps {
  explanation: Explanation;
  of: PassportOf;
  words: Words;
}

function Content({ explanation, of, words }: ContentProps) {
  const { t } = useTranslation();
  const { value, format } = explanation;
  const above = format === 'percent' && typeof value === 'number' && value > 1;
  const about = [...keyTexts(explanation, of.query, words), of.title].filter((text) => text !== '');
  return (
    <>
      <section className={css.subject}>
        <div className={css.figureLine}>
          <span className={css.figure} title={typeof value === 'number' ? String(value) : undefined}>
            {figureText(explanation, words)}
          </span>
          <span className={css.metric}>{words.label(explanation.metric)}</span>
          {above && <Status is="above_100" />}
          {value === null && <Status is="no_data" />}
        </div>
        <p className={css.about}>{about.join(', ')}</p>
        {of.cell.role === 'before' && <p className="t2 sm">{t('passport.before')}</p>}
      </section>
      <Computed explanation={explanation} words={words} />
      <Rows explanation={explanation} of={of} words={words} />
      <WhyAbove explanation={explanation} title={of.title} />
      <LeftOut explanation={explanation} />
    </>
  );
}
