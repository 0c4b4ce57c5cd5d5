import { render } from '@testing-library/react';

import { type Fake, type FakeOptions, installFake } from '../api/fake';
import { App } from '../app/App';
import { Providers } from '../app/Providers';
import { startLanguage } from '../lib/i18n';

/** open shows the whole window on the invented program at an address. */
export function open(hash: string, options: FakeOptions = {}): Fake {
  const fake = installFake(options);
  window.location.hash = hash;
  startLanguage('en', 'en-GB');
  render(
    <Providers>
      <App />
    </Providers>,
  );
  return fake;
}
