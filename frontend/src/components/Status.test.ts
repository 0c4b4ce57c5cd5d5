import { expect, it } from 'vitest';

import { isStatus, toStatus } from './Status';

it('knows its states, and takes no name of data for one', () => {
  expect([isStatus('act_now'), toStatus('act_now')]).toEqual([true, 'act_now']);
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', '']) {
    expect([name, isStatus(name), toStatus(name)]).toEqual([name, false, 'unknown']);
  }
});
