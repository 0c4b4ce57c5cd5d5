import { queryOptions } from '@tanstack/react-query';

import { act, parsed, read } from './client';
import type { Channel } from './inboxTypes';
import { keys } from './queries';

/** channelsQuery says of each way to the person whether it could deliver now. */
export function channelsQuery() {
  return queryOptions({
    queryKey: [...keys.settings, 'channels'],
    queryFn: () => parsed<Channel[]>(read('Settings', 'Channels')),
  });
}

/** askPermission asks the system whether notifications may be shown, and returns the state after. */
export function askPermission(): Promise<string> {
  return act<string>('Settings', 'AskPermission');
}

/** secretQuery says whether the keyring of the system holds a secret; what it is, it never tells. */
export function secretQuery(name: string) {
  return queryOptions({ queryKey: [...keys.settings, 'secrets', name], queryFn: () => secrets.has(name) });
}

/** startsAtLoginQuery says whether the system starts Headroom with the person's session, whatever the setting wishes. */
export function startsAtLoginQuery() {
  return queryOptions({ queryKey: [...keys.settings, 'login'], queryFn: () => agent.startsAtLogin() });
}

/** agentQuery says whether the scheduler of the system checks while the window is closed; others may change that. */
export function agentQuery() {
  return queryOptions({ queryKey: ['agent'], queryFn: () => agent.status(), staleTime: 0 });
}

/** secrets are kept in the keyring of the system and never read back: name "smtp_password" or "webhook:NAME". */
export const secrets = {
  set: (name: string, value: string) => act<boolean>('Settings', 'SetSecret', name, value),
  has: (name: string) => read<boolean>('Settings', 'HasSecret', name),
};

/** agent is what the system does by itself: its scheduler checks while the window is closed, and it starts Headroom at login. */
export const agent = {
  status: () => read<string>('Settings', 'AgentStatus'), // installed, absent, or why it cannot be
  set: (on: boolean) => act<string>('Settings', 'SetAgent', on),
  startsAtLogin: () => read<boolean>('Settings', 'StartsAtLogin'),
};
