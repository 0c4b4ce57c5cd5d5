import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { keys } from '../../api/queries';
import { ruleActions, ruleKeys } from '../../api/rules';
import type { Segment } from '../../api/ruleTypes';
import { Confirm } from '../../components/Confirm';
import { useWords } from '../../components/catalog/useCatalog';
import { Empty } from '../../components/Empty';
import { clause } from '../../components/filter/clause';
import { textOf } from '../../components/filter/pieces';
import { TableTile } from '../../components/TableTile';
import { toast, toastError } from '../../components/toast';
import { useWatch } from '../../components/useWatch';
import { WatchStar } from '../../components/WatchStar';
import { int } from '../../lib/format';
import { setParams } from '../../lib/route';
import { isEmpty } from './segment';
import css from './Watch.module.css';

interface SegmentsProps {
  segments: Segment[];
  watched: string[];
}

/** Segments lists the live segments with what they hold today. */
export function Segments({ segments, watched }: SegmentsProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Segment | null>(null);
  const remove = useMutation({
    mutationFn: (segment: Segment) => ruleActions.removeSegment(segment.name),
    onSuccess: (_, segment) => toast({ message: t('watchlist.removed', { title: segment.title }) }),
    onError: toastError,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ruleKeys.segments }),
        client.invalidateQueries({ queryKey: keys.watched }),
      ]),
  });
  return (
    <>
      <TableTile
        title={t('watchlist.segments')}
        sub={t('watchlist.segmentsSub')}
        className={css.segments}
        columns={[
          { label: t('watch.start'), silent: true },
          { label: t('watchlist.name') },
          { label: t('watchlist.holds') },
          { label: t('watchlist.size'), className: 'num' },
          { label: t('watchlist.filter') },
          { label: t('history.actions'), silent: true },
        ]}
        empty={segments.length === 0 && <Empty>{t('watchlist.noSegments')}</Empty>}
      >
        {segments.map((segment) => (
          <Row
            key={segment.name}
            segment={segment}
            watched={watched.includes(segment.name)}
            onRemove={() => setAsking(segment)}
          />
        ))}
      </TableTile>
      <Confirm
        opened={asking !== null}
        question={t('watchlist.removeQuestion', { title: asking?.title ?? '' })}
        yes={t('watchlist.removeYes')}
        no={t('watchlist.removeNo')}
        onNo={() => setAsking(null)}
        onYes={() => {
          if (asking) remove.mutate(asking);
          setAsking(null);
        }}
      >
        {t('watchlist.removeText')}
      </Confirm>
    </>
  );
}

interface RowProps {
  segment: Segment;
  watched: boolean;
  onRemove: () => void;
}

function Row({ segment, watched, onRemove }: RowProps) {
  const { t } = useTranslation();
  const words = useWords();
  const watch = useWatch();
  const { name, title, kind, filter, size } = segment;
  const said = !words || isEmpty(filter) ? t('watchlist.everything') : textOf(clause(filter, words, t));
  return (
    <tr>
      <td>
        <WatchStar name={title} watched={watched} onToggle={() => watch('segment', name, !watched)} />
      </td>
      <td className={css.name}>{title}</td>
      <td>{t(`watchlist.kind.${kind}`)}</td>
      <td className="num">{int(size)}</td>
      <td className={css.said}>{said}</td>
      <td className={css.actions}>
        <Button
          size="compact-xs"
          aria-label={t('watchlist.editLabel', { title })}
          onClick={() => setParams({ segment: name, kind: null, filter: null })}
        >
          {t('watchlist.edit')}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('watchlist.removeLabel', { title })}
          onClick={onRemove}
        >
          {t('watchlist.remove')}
        </Button>
      </td>
    </tr>
  );
}
