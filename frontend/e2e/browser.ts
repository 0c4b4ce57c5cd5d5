import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** launch starts Debian's Chromium without anything that asks the network. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Look {
  scheme: 'light' | 'dark';
  width: number;
  height: number;
}

/** open shows the window's page and collects what goes wrong in it. */
export async function open(browser: Browser, look: Look): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => {
    // The overlay of the development server mounts before there is a body; the shipped window has none.
    if (!error.stack?.includes('/wails/ipc.js')) errors.push(String(error));
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const url = process.env.HEADROOM_URL;
  if (!url) throw new Error('HEADROOM_URL names the page of the running program');
  await page.goto(url);
  await page.waitForSelector('main');
  return { page, errors };
}

/** show goes to a page of the window and waits until it is drawn. */
export async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to;
  }, hash);
  await page.waitForSelector('main h1, header h1');
  await page.waitForFunction(() => !document.querySelector('[class*="Skeleton"]'));
}

/** faults lists the serious and critical findings of axe on the page as it is. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(node: Document): Promise<{ violations: Finding[] }> } }).axe;
    interface Finding {
      id: string;
      impact: string;
      nodes: { html: string }[];
    }
    const { violations } = await axe.run(document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
}
