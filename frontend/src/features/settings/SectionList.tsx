import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import css from './Settings.module.css';

/** SectionList leads to the sections of the page, where there is room for it beside them, and marks the one that is read. */
export function SectionList({ of }: { of: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation();
  const [names, setNames] = useState<string[]>([]);
  const { current, goTo } = useCurrentSection(of);
  useEffect(() => setNames(headingsIn(of.current).map((one) => one.textContent)), [of]);
  return (
    <nav className={css.list} aria-label={t('settings.sections')}>
      <ul>
        {names.map((name, at) => (
          <li key={name}>
            <button type="button" aria-current={at === current ? 'location' : undefined} onClick={() => goTo(at)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface CurrentSection {
  current: number;
  goTo: (section: number) => void;
}

/** useCurrentSection follows the scrolling of the page. */
function useCurrentSection(of: RefObject<HTMLElement | null>): CurrentSection {
  const [current, setCurrent] = useState(0);
  // The end of the page may come before a section is at the top: the one that was gone to stays the one.
  const gone = useRef<{ section: number; top: number } | null>(null);
  useEffect(() => {
    const page = of.current?.closest('main');
    if (!page) return undefined;
    const look = () => {
      if (gone.current?.top !== page.scrollTop) gone.current = null;
      setCurrent(gone.current?.section ?? sectionRead(page));
    };
    look();
    page.addEventListener('scroll', look, { passive: true });
    return () => page.removeEventListener('scroll', look);
  }, [of]);
  const goTo = (section: number) => {
    const heading = headingsIn(of.current)[section];
    heading?.parentElement?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
    gone.current = { section, top: heading?.closest('main')?.scrollTop ?? 0 };
    setCurrent(section);
  };
  return { current, goTo };
}

/** reach is how far below the top of the page a section may begin to be the one that is read. */
const reach = 48;

/** sectionRead is the last section that begins at the top of the page or above it; at the end of the page the last. */
function sectionRead(page: HTMLElement): number {
  const headings = headingsIn(page);
  const end = page.scrollTop > 0 && page.scrollTop + page.clientHeight >= page.scrollHeight - 1;
  if (end) return headings.length - 1;
  const top = page.getBoundingClientRect().top + reach;
  return Math.max(0, headings.filter((one) => one.getBoundingClientRect().top <= top).length - 1);
}

function headingsIn(page: HTMLElement | null): HTMLElement[] {
  return [...(page?.querySelectorAll<HTMLElement>('h2') ?? [])];
}
