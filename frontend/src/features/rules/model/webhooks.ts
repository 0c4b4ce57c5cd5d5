/** webhooksOf are the names of the webhooks in their setting, a JSON list of names and addresses. */
export function webhooksOf(setting: string | undefined): string[] {
  try {
    const list: unknown = JSON.parse(setting || '[]');
    if (!Array.isArray(list)) return [];
    return list.flatMap((one: { name?: unknown } | null) => (typeof one?.name === 'string' ? [one.name] : []));
  } catch {
    return [];
  }
}
