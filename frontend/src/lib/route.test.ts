import { describe, expect, it } from 'vitest';

import { goTo, goToHash, hrefTo, parseRoute, setParam } from './route';

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
});
