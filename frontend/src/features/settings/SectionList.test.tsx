import { fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { describe, expect, it } from 'vitest';
import { Providers } from '../../app/Providers';
import { startLanguage } from '../../lib/i18n';
import { SectionList } from './SectionList';

const height = 300;
const names = ['Look', 'Silence', 'Data'];

/** Sheet is a page of sections of which each is as high as half a window. */
function Sheet() {
  const of = useRef<HTMLDivElement>(null);
  return (
    <main>
      <SectionList of={of} />
      <div ref={of}>
        {names.map((name) => (
          <section key={name}>
            <h2 tabIndex={-1}>{name}</h2>
          </section>
        ))}
      </div>
    </main>
  );
}

/** shown puts the sheet where a browser would: the test says how far it is scrolled. */
function shown(): { scroll: (top: number) => void; current: () => string[] } {
  startLanguage('en', 'en-GB');
  render(
    <Providers>
      <Sheet />
    </Providers>,
  );
  const main = screen.getByRole('main');
  Object.defineProperty(main, 'scrollHeight', { value: height * names.length });
  Object.defineProperty(main, 'clientHeight', { value: height * 2 });
  main.getBoundingClientRect = () => ({ top: 0 }) as DOMRect;
  screen.getAllByRole('heading', { level: 2 }).forEach((heading, at) => {
    heading.getBoundingClientRect = () => ({ top: at * height + 16 - main.scrollTop }) as DOMRect;
  });
  const scroll = (top: number) => {
    main.scrollTop = top;
    fireEvent.scroll(main);
  };
  const current = () =>
    screen
      .getAllByRole('button')
      .filter((one) => one.getAttribute('aria-current') === 'location')
      .map((one) => one.textContent ?? '');
  scroll(0);
  return { scroll, current };
}

describe('the list of sections', () => {
  it('marks the section at the top, and at the end of the page the last one', () => {
    const { scroll, current } = shown();
    expect(current()).toEqual(['Look']);
    scroll(height - 20);
    expect(current()).toEqual(['Silence']);
    scroll(height);
    expect(current()).toEqual(['Data']);
  });

  it('marks the section that was gone to, also where the page ends before it is at the top', () => {
    const { scroll, current } = shown();
    const main = screen.getByRole('main');
    main.scrollTop = height;
    fireEvent.click(screen.getByRole('button', { name: 'Silence' }));
    fireEvent.scroll(main);
    expect(current()).toEqual(['Silence']);
    scroll(0);
    expect(current()).toEqual(['Look']);
  });
});
