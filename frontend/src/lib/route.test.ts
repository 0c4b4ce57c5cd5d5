import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { goTo, goToHash, guardRoute, hrefTo, parseRoute, setParam, setParams, useRoute } from './route';

describe('route', () => {
  it('reads keys with colons and slashes', () => {
    const { parts, params } = parseRoute('#/account/tenant%3Aa%2Fb?scope=all');
    expect(parts).toEqual(['account', 'tenant:a/b']);
    expect(params.get('scope')).toBe('all');
  });

  it('survives a broken escape', () => {
    expect(parseRoute('#/account/%E0%A4%A').parts).toEqual(['account', '%E0%A4%A']);
  });

  it('keeps the point of view from page to page and nothing else', () => {
    window.location.hash = '#/inbox?asOf=2026-10-31&scope=all&tab=done';
    expect(hrefTo('account', 'tenant:1')).toBe('#/account/tenant%3A1?asOf=2026-10-31&scope=all');
    goTo('rules');
    expect(window.location.hash).toBe('#/rules?asOf=2026-10-31&scope=all');
    setParam('asOf', null);
    expect(window.location.hash).toBe('#/rules?scope=all');
  });

  it('opens an address from outside as it is', () => {
    window.location.hash = '#/portfolio?asOf=2026-10-31';
    goToHash('#/account/tenant:1');
    expect(window.location.hash).toBe('#/account/tenant%3A1');
  });

  it('changes several parameters at once', () => {
    window.location.hash = '#/dashboard/a?s=1&tab=x';
    setParams({ s: null, f: '{"a":"?&#="}' });
    expect(Object.fromEntries(parseRoute(window.location.hash).params)).toEqual({ tab: 'x', f: '{"a":"?&#="}' });
  });

  it('stays where a guard holds it, and goes on when it allows that', async () => {
    window.location.hash = '#/dashboard/a/edit';
    const asked: string[] = [];
    let free = false;
    const release = guardRoute((next) => {
      asked.push(next);
      return free;
    });
    const first = renderHook(() => useRoute());
    const second = renderHook(() => useRoute());
    const follow = async (hash: string) => {
      window.location.hash = hash;
      await act(() => new Promise((done) => setTimeout(done)));
    };
    await follow('#/rules');
    expect(first.result.current.parts).toEqual(['dashboard', 'a', 'edit']);
    expect(window.location.hash).toBe('#/dashboard/a/edit');
    free = true;
    await follow('#/rules');
    expect([first.result.current.parts, second.result.current.parts]).toEqual([['rules'], ['rules']]);
    expect(asked).toEqual(['#/rules', '#/rules']);
    release();
    await follow('#/imports');
    expect(second.result.current.parts).toEqual(['imports']);
  });
});
