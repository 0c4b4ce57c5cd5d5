import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';

import { useTranslation } from 'react-i18next';

import { cx } from '../lib/cx';
import { day } from '../lib/format';
import { FileName } from './FileName';
import { AsOf } from './header/AsOf';
import { CompareButton } from './header/CompareButton';
import { FreshnessBadge } from './header/FreshnessBadge';
import { Icon } from './Icon';
import css from './Page.module.css';
import { PaletteButton } from './palette/PaletteButton';
import { SideSlot } from './passport/SidePanel';
import { useView } from './useView';

interface PageProps {
  title: string;
  /** beside stands right of the title: what changes or marks the thing it names. */
  beside?: ReactNode;
  /** parent is the way back, shown before the title. */
  parent?: { label: string; href: string };
  /** timed pages can be looked at as of another day. */
  timed?: boolean;
  actions?: ReactNode;
  /** bar stays under the header while the content scrolls. */
  bar?: ReactNode;
  /** stale greys old figures while new ones are on their way. */
  stale?: boolean;
  /** scroll is false for pages whose parts scroll by themselves. */
  scroll?: boolean;
  /** reading pages hold nothing to focus: the content itself can be, to scroll it by keyboard. */
  reading?: boolean;
  mainRef?: React.Ref<HTMLElement>;
  children: ReactNode;
}

/** Page is the frame of every section: header, bar, content. Only the content scrolls. */
export function Page({
  title,
  beside,
  parent,
  timed = false,
  actions,
  bar,
  stale = false,
  scroll = true,
  reading = false,
  mainRef,
  children,
}: PageProps) {
  const { t } = useTranslation();
  const { asOf, knownAt } = useView();
  const past = timed && (asOf !== '' || knownAt !== undefined);
  let told = title;
  if (past && asOf !== '') told = t('header.titleAsOf', { title: told, day: day(asOf) });
  if (past && knownAt !== undefined) told = t('header.titleKnown', { title: told, id: knownAt });
  useEffect(() => {
    document.title = `${told} – Headroom`;
  }, [told]);
  return (
    <div className={css.page}>
      <header className={cx(css.head, past && css.past)} data-crowded={(timed && actions !== undefined) || undefined}>
        <div className={css.crumbs}>
          {parent && (
            <a href={parent.href} title={parent.label}>
              <Icon of={IconChevronLeft} />
              <span className={css.back}>{parent.label}</span>
              <Icon of={IconChevronRight} />
            </a>
          )}
          <h1 title={title}>
            <FileName name={title} />
          </h1>
          {beside}
        </div>
        <FreshnessBadge />
        {timed && <AsOf />}
        {timed && <CompareButton />}
        <PaletteButton />
        {actions}
      </header>
      <div className={css.body}>
        <div className={css.column}>
          {bar && (
            <section className={css.bar} aria-label={t('nav.bar')}>
              {bar}
            </section>
          )}
          <main
            ref={mainRef}
            className={cx(css.main, !scroll && css.still, stale && css.stale)}
            id="content"
            tabIndex={reading ? 0 : undefined}
          >
            {children}
          </main>
        </div>
        <SideSlot />
      </div>
    </div>
  );
}
