import { Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import type { Checked, Review } from '../../../api/importTypes';
import { Empty } from '../../../components/Empty';
import { Icon } from '../../../components/Icon';
import { Tile } from '../../../components/Tile';
import { Counts } from '../Counts';
import { MovesTable } from '../MovesTable';
import { ProblemsTable } from '../ProblemsTable';
import { Notes } from '../RunResult';
import { TotalsTable, totalName } from '../TotalsTable';
import css from './Wizard.module.css';

interface CheckStepProps {
  checked: Checked;
  partial: boolean;
  onPartial: (partial: boolean) => void;
}

/** CheckStep is the dry run: counts that add up, what is wrong, and what would change. */
export function CheckStep({ checked: { row, review }, partial, onPartial }: CheckStepProps) {
  const { t } = useTranslation();
  return (
    <>
      <Counts row={row} />
      <Notes notes={row.notes} />
      <div className={css.checked}>
        <div>{row.problems.length > 0 ? <ProblemsTable row={row} /> : <Empty>{t('problems.none')}</Empty>}</div>
        <Tile title={t('totals.title')} span={1}>
          {review && <TotalsTable review={review} />}
          {review && <Warning review={review} />}
          <Checkbox
            className={css.partial}
            label={t('wizard.partial')}
            checked={partial}
            onChange={(event) => onPartial(event.currentTarget.checked)}
          />
        </Tile>
      </div>
      {review && <MovesTable review={review} title={t('moved.would')} />}
    </>
  );
}

/** Warning says which totals move further than they should, and what is missing. */
function Warning({ review }: { review: Review }) {
  const { t } = useTranslation();
  const warn = review.warn ?? [];
  if (warn.length === 0 && review.missing === 0) return null;
  return (
    <div className={css.warning} role="status">
      <Icon of={IconAlertTriangle} />
      <p>
        {warn.length > 0 && (
          <b>{t('totals.far', { names: warn.map((name) => totalName(name, t)).join(', '), count: warn.length })} </b>
        )}
        {review.missing > 0 && `${t('totals.missing', { count: review.missing })} `}
        {t('totals.ifPart')}
      </p>
    </div>
  );
}
