import type { Channel } from '../inboxTypes';
import type { Segment, Tested } from '../ruleTypes';

/** keeping answers what the settings of notifications ask: channels, secrets and the agent. */
export function keeping() {
  const secrets = new Set<string>();
  let permission: Channel['state'] = 'unasked';
  let agent = 'absent';
  return {
    Channels: async () =>
      JSON.stringify([
        { name: 'desktop', state: permission, detail: '' },
        { name: 'mail', state: 'absent', detail: 'No server is set.' },
      ] satisfies Channel[]),
    AskPermission: async () => {
      permission = 'ready';
      return permission;
    },
    SetSecret: async (name: string, value: string) => {
      if (value === '') secrets.delete(name);
      else secrets.add(name);
      return true;
    },
    HasSecret: async (name: string) => secrets.has(name),
    AgentStatus: async () => agent,
    SetAgent: async (on: boolean) => {
      agent = on ? 'installed' : 'absent';
      return agent;
    },
  };
}

/** segments keep live segments; what they hold is invented. */
export function segments(changed: (...kinds: string[]) => void) {
  let all: Segment[] = [
    {
      name: 'south',
      title: 'South',
      kind: 'account',
      filter: { dimension: 'country', op: 'eq', value: 'Italy' },
      size: 6,
    },
  ];
  return {
    Segments: async () => JSON.stringify(all),
    SaveSegment: async (text: string) => {
      const given = JSON.parse(text) as Segment;
      const name = given.name || given.title.toLowerCase().replaceAll(' ', '_');
      all = [...all.filter((one) => one.name !== name), { ...given, name, size: 3 }];
      changed('rules');
      return name;
    },
    RemoveSegment: async (name: string) => {
      all = all.filter((one) => one.name !== name);
      changed('rules');
      return true;
    },
    Test: async (_rule: string, destination: string) => {
      const shown = destination === 'desktop';
      return { channel: destination, shown, error: shown ? '' : 'No server is set.' } satisfies Tested;
    },
  };
}
