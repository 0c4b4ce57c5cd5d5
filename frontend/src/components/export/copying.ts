import i18n from 'i18next';

import { exports } from '../../api/reports';
import { isMac } from '../../lib/shortcuts';
import { toast, toastError } from '../toast';

/** Make draws a picture: a PNG as a data address. */
export type Make = () => Promise<string>;

/** copyPicture puts a picture on the clipboard; where this system cannot, it asks where to save it. */
export async function copyPicture(make: Make, name: string): Promise<void> {
  try {
    // The web view of macOS takes no picture that had to be waited for; those of Windows take it best.
    const ways = isMac ? [natively, byWebView] : [byWebView, natively];
    for (const way of ways) {
      if (await way(make)) return toast({ message: i18n.t('exports.copiedPicture') });
    }
    const path = await exports.picture(i18n.language, name, await make());
    if (path !== '') toast({ message: i18n.t('exports.noClipboard', { path }) });
  } catch (cause) {
    toastError(cause);
  }
}

/** savePicture asks where to save a picture. */
export async function savePicture(make: Make, name: string): Promise<void> {
  try {
    const path = await exports.picture(i18n.language, name, await make());
    if (path !== '') toast({ message: i18n.t('exports.saved', { path }) });
  } catch (cause) {
    toastError(cause);
  }
}

/** byWebView hands the picture over as a promise, at once: a web view forgets that a key was pressed. */
async function byWebView(make: Make): Promise<boolean> {
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard?.write) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': make().then(blobOf) })]);
    return true;
  } catch {
    return false;
  }
}

async function natively(make: Make): Promise<boolean> {
  return exports.copyPicture(await make());
}

/** blobOf reads a data address; fetching it would be against the page's policy. */
export function blobOf(address: string): Blob {
  const text = atob(address.slice(address.indexOf(',') + 1));
  const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}
