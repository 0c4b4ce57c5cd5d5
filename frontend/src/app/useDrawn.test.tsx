import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { tellDrawn } from '../api/desk';
import { still, useDrawn } from './useDrawn';

vi.mock('../api/desk', () => ({ tellDrawn: vi.fn() }));

let client: QueryClient;
const wrapper = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
);

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe('the first page', () => {
  it('stands once nothing is asked and nothing changes, and says so once', async () => {
    let answer = (_: string) => {};
    void client.fetchQuery({ queryKey: ['tile'], queryFn: () => new Promise<string>((resolve) => (answer = resolve)) });
    renderHook(() => useDrawn(), { wrapper });
    await vi.advanceTimersByTimeAsync(5 * still);
    expect(tellDrawn).not.toHaveBeenCalled();

    answer('there');
    await vi.advanceTimersByTimeAsync(still / 2);
    document.body.append(document.createElement('p'));
    await vi.advanceTimersByTimeAsync(still - 1);
    expect(tellDrawn).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(tellDrawn).toHaveBeenCalledExactlyOnceWith(still);

    document.body.append(document.createElement('p'));
    await vi.advanceTimersByTimeAsync(5 * still);
    expect(tellDrawn).toHaveBeenCalledTimes(1);
  });
});
