import { afterEach, describe, expect, it, vi } from 'vitest';

import { act, read, readTimeout, toAppError } from './client';

const fault = {
  code: 'invalid',
  message: 'There is no column "End".',
  file: 'a.csv',
  row: 3,
  hint: 'Export it again.',
};

afterEach(() => {
  window.go = undefined;
  vi.useRealTimers();
});

describe('client', () => {
  it.each([
    ['an Error', new Error(JSON.stringify(fault))],
    ['bare text', JSON.stringify(fault)],
  ])('keeps the fault from %s', (_, cause) => {
    expect(toAppError(cause).fault).toEqual(fault);
  });

  it('treats anything else as internal', () => {
    expect(toAppError('error parsing arguments: EOF').fault.code).toBe('internal');
    expect(toAppError('null').fault.code).toBe('internal');
  });

  it('hands arguments on and rejects with the fault', async () => {
    const method = vi.fn(() => Promise.reject(new Error(JSON.stringify(fault))));
    window.go = { bridge: { Imports: { Run: method } } };
    await expect(act('Imports', 'Run', ['a.csv'])).rejects.toMatchObject({ fault });
    expect(method).toHaveBeenCalledWith(['a.csv']);
  });

  it('says so when there is nothing behind the window', async () => {
    await expect(act('System', 'Status')).rejects.toMatchObject({ fault: { code: 'unreachable' } });
  });

  it('gives up reading after a while, but waits for an action', async () => {
    vi.useFakeTimers();
    const never = () => new Promise<never>(() => {});
    window.go = { bridge: { System: { Status: never } } };
    const reading = expect(read('System', 'Status')).rejects.toMatchObject({ fault: { code: 'timeout' } });
    const acting = vi.fn();
    act('System', 'Status').finally(acting);
    await vi.advanceTimersByTimeAsync(readTimeout);
    await reading;
    expect(acting).not.toHaveBeenCalled();
  });
});
