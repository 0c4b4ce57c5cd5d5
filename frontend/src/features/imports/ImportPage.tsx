import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { importsQuery } from '../../api/queries';
import type { ImportRow } from '../../api/types';
import { Empty } from '../../components/Empty';
import { ErrorPanel } from '../../components/ErrorPanel';
import { Icon } from '../../components/Icon';
import { Page } from '../../components/Page';
import { SkeletonPage } from '../../components/SkeletonPage';
import { Status } from '../../components/Status';
import { Tile } from '../../components/Tile';
import { day, moment, seconds } from '../../lib/format';
import { hrefTo } from '../../lib/route';
import { Counts } from './Counts';
import css from './Imports.module.css';
import { MovedTile } from './MovedTile';
import { ProblemsTable } from './ProblemsTable';
import { QuarantineTile } from './QuarantineTile';
import { FaultNote, Notes } from './RunResult';
import { UndoDialog } from './UndoDialog';

/** ImportPage is one import: its counts, its problems, where it came from. */
export function ImportPage({ id }: { id: number }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(importsQuery());
  const row = data?.find((item) => item.id === id);
  const [undoing, setUndoing] = useState(false);
  const undo =
    row?.state === 'committed' ? (
      <Button leftSection={<Icon of={IconArrowBackUp} />} onClick={() => setUndoing(true)}>
        {t('history.undo')}
      </Button>
    ) : null;
  return (
    <Page
      title={row?.file ?? t('imports.one', { id })}
      parent={{ label: t('nav.imports'), href: hrefTo('imports') }}
      actions={undo}
      bar={row && <Facts row={row} />}
    >
      {error && <ErrorPanel error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonPage />}
      {data && !row && <Empty>{t('imports.unknown', { id })}</Empty>}
      {row && <Content row={row} history={data ?? []} />}
      <UndoDialog row={undoing && row ? row : null} onClose={() => setUndoing(false)} />
    </Page>
  );
}

function Facts({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  return (
    <>
      <Status is={row.state} />
      <span>{row.title}</span>
      <span className="grow" />
      <span className="t2">
        {t('imports.dataAsOf', { day: day(row.asOf) })} · {t('imports.importedOn', { moment: moment(row.importedAt) })}{' '}
        · {t('imports.took', { time: seconds(row.seconds) })}
      </span>
    </>
  );
}

function Content({ row, history }: { row: ImportRow; history: ImportRow[] }) {
  const { t } = useTranslation();
  const noted = row.problems.filter((problem) => problem.note);
  return (
    <>
      <Counts row={row} />
      {row.error && <FaultNote fault={row.error} />}
      <Notes notes={row.notes} />
      {row.rejected > 0 && <QuarantineTile row={row} otherwise={<Problems row={row} />} />}
      {row.rejected === 0 && row.problems.length === 0 && <Empty>{t('problems.none')}</Empty>}
      {noted.length > 0 && <Problems row={{ ...row, problems: noted }} />}
      {row.state === 'committed' && <MovedTile row={row} history={history} />}
      <Tile title={t('imports.source')}>
        <dl className={css.facts}>
          <dt>{t('imports.number')}</dt>
          <dd>{row.id}</dd>
          <dt>{t('imports.profile')}</dt>
          <dd>
            {row.version > 0 ? t('imports.profileVersion', { id: row.profile, version: row.version }) : row.profile}
          </dd>
          <dt>{t('imports.digest')}</dt>
          <dd className="mono cut" title={row.sha256}>
            {row.sha256}
          </dd>
        </dl>
      </Tile>
    </>
  );
}

function Problems({ row }: { row: ImportRow }) {
  return (
    <div className={css.problems}>
      <ProblemsTable row={row} />
    </div>
  );
}
