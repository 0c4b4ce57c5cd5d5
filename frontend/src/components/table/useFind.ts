import { useDeferredValue, useEffect, useState } from 'react';

import { type Hit, search } from './find';

interface Found {
  hits: Hit[];
  /** at is the number of the hit looked at; -1 is none. */
  at: number;
  goTo: (at: number) => void;
}

const nothing: Hit[] = [];

/** useHits finds a text in the cells of a table. text must change where the cells do. */
export function useHits(
  rows: number,
  columns: number,
  text: (row: number, column: number) => string,
  find: string,
  on: boolean,
): Found {
  const wanted = useDeferredValue(find.trim());
  const [hits, setHits] = useState<Hit[]>(nothing);
  const [at, setAt] = useState(-1);
  useEffect(() => {
    if (!on || wanted === '') {
      setHits(nothing);
      setAt(-1);
      return undefined;
    }
    let stopped = false;
    void search(rows, columns, text, wanted, () => stopped).then((found) => {
      if (stopped) return;
      setHits(found);
      setAt(found.length > 0 ? 0 : -1);
    });
    return () => {
      stopped = true;
    };
  }, [rows, columns, text, wanted, on]);
  return { hits, at, goTo: setAt };
}
