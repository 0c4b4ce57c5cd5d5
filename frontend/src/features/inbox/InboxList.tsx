import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from '../../lib/cx';
import { int } from '../../lib/format';
import css from './Inbox.module.css';
import { ItemRow } from './ItemRow';
import { statesIn } from './inbox';
import { stateText } from './row';
import { untilInRow } from './until';
import { useDrawnLines } from './useDrawnLines';
import type { Inbox } from './useInbox';

/** InboxList is the list of notifications in its groups; of thousands only those in sight are drawn. */
export function InboxList({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation();
  const box = useRef<HTMLElement>(null);
  const { lines, pages, place, marked, mark, tab } = inbox;
  const { drawn, height, measure, scrollTo } = useDrawnLines(box, lines, (at) => pages.at(at)?.id);

  const items = drawn.map(({ index }) => lines.at(index)).flatMap((line) => ('item' in line ? [line.item] : []));
  const [first = 0] = items;
  const last = items.at(-1) ?? 0;
  const { want } = pages;
  const states = new Set([
    ...statesIn(tab).map((one) => t(`status.${one}`)),
    ...(tab === 'snoozed' ? [untilInRow({ day: '2026-11-30' }, t)] : []),
    ...items.flatMap((at) => {
      const item = pages.at(at);
      return item ? [stateText(item, t)] : [];
    }),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what comes into sight is asked for.
  useEffect(() => want(first, last), [first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another item scrolls.
  useEffect(() => {
    if (place >= 0) scrollTo(lines.lineOf(place));
  }, [place]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section ref={box} className={css.list} tabIndex={0} aria-label={t('inbox.list')}>
      <ul style={{ height, position: 'relative' }}>
        {drawn.map(({ index, start }) => {
          const line = lines.at(index);
          const placed = { ref: measure, 'data-index': index, style: { transform: `translateY(${start}px)` } };
          if ('heading' in line) {
            return (
              <li key={line.heading} className={css.line} {...placed}>
                <h2 className={cx(css.group, line.heading === 'now' && 'crit')}>
                  {t(`inbox.group.${line.heading}`)} <span className={css.count}>{int(line.count)}</span>
                </h2>
              </li>
            );
          }
          const item = pages.at(line.item);
          return (
            <li key={item?.id ?? `place-${line.item}`} className={css.line} {...placed}>
              {item && (
                <ItemRow
                  item={item}
                  current={line.item === place}
                  states={[...states].join('\n')}
                  marked={marked.has(item.id)}
                  onMark={() => mark([item.id], !marked.has(item.id))}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
