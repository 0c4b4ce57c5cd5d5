import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import css from './Settings.module.css';

/** SectionList leads to the sections of the page, where there is room for it beside them. */
export function SectionList({ of }: { of: RefObject<HTMLElement | null> }) {
  const { t, i18n } = useTranslation();
  const [names, setNames] = useState<string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the headings are others in another language.
  useEffect(() => setNames(headingsIn(of.current).map((one) => one.textContent)), [of, i18n.language]);
  const go = (at: number) => {
    const heading = headingsIn(of.current)[at];
    heading?.parentElement?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  return (
    <nav className={css.list} aria-label={t('settings.sections')}>
      <ul>
        {names.map((name, at) => (
          <li key={name}>
            <button type="button" onClick={() => go(at)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function headingsIn(page: HTMLElement | null): HTMLElement[] {
  return [...(page?.querySelectorAll<HTMLElement>('h2') ?? [])];
}
