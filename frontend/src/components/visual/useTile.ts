import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { answerQuery } from '../../api/reports';
import type { Answer, Asking } from '../../api/reportTypes';
import type { View } from '../../api/types';

/** patience is after how many milliseconds a question can be given up. */
const patience = 3000;

/** TileState is what a tile knows of its answer. */
export interface TileState {
  answer: Answer | undefined;
  error: Error | null;
  /** stale says that the answer shown is of another question than the one on its way. */
  stale: boolean;
  /** slow says that the question takes so long that it can be given up. */
  slow: boolean;
  /** given says that the person gave the question up. */
  given: boolean;
  again: () => void;
  giveUp: () => void;
}

/** useTile asks for what a tile shows; the old answer stays until the new one is there. */
export function useTile(view: View, asking: Asking): TileState {
  const client = useQueryClient();
  const options = answerQuery(view, asking);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(options);
  const slow = useSlow(isFetching, JSON.stringify(options.queryKey));
  return {
    answer: data,
    error,
    stale: isPlaceholderData || (isFetching && data !== undefined),
    slow,
    given: !isFetching && !error && (data === undefined || isPlaceholderData),
    again: () => void refetch(),
    giveUp: () => void client.cancelQueries({ queryKey: options.queryKey }),
  };
}

/** useSlow says that something runs for longer than one wants to wait. */
function useSlow(running: boolean, key: string): boolean {
  const [slow, setSlow] = useState('');
  useEffect(() => {
    if (!running) return;
    const timer = setTimeout(() => setSlow(key), patience);
    return () => {
      clearTimeout(timer);
      setSlow('');
    };
  }, [running, key]);
  return running && slow === key;
}
