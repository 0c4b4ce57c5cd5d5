import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import './app/theme/base.css';
import './app/theme/print.css';
import './app/theme/contrast.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { beginLanguage } from './app/language';
import { Providers } from './app/Providers';
import { beginContrast } from './lib/contrast';

async function start(): Promise<void> {
  // Without Go behind the window, in development only, an invented program answers.
  if (import.meta.env.DEV && !window.go) {
    const { installFake } = await import('./api/fake');
    const params = new URLSearchParams(window.location.search);
    const fake = installFake({
      empty: params.has('empty'),
      accounts: Number(params.get('accounts') ?? 48),
      step: Number(params.get('step') ?? 150),
    });
    Object.assign(window, { fake });
  }
  const root = document.getElementById('root');
  if (!root) throw new Error('no root element');
  beginContrast();
  await beginLanguage();
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <App />
      </Providers>
    </StrictMode>,
  );
}

start();
