import { useMemo } from 'react';

import { setParams, useRoute } from '../../../lib/route';
import { type Look, readLook, writeLook } from './look';

/** useLook is how the dashboard of the page is looked at; it lives in the address, so back and forward know it. */
export function useLook(): [Look, (look: Look) => void] {
  const { params } = useRoute();
  const text = params.toString();
  const look = useMemo(() => readLook(new URLSearchParams(text)), [text]);
  return [look, (next) => setParams(writeLook(next))];
}
