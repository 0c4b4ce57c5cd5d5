import { ask } from './program.mjs';

/** pagesOf are the addresses of every screen of a portfolio, those of one account and one entitlement among them. */
export function pagesOf() {
  const [{ account_key }] = ask({ metrics: ['entitlements'], by: [{ dimension: 'account_key' }], limit: 1 }).rows;
  const [{ entitlement_key }] = ask({ columns: ['entitlement_key'], limit: 1 }).rows;
  return [
    'portfolio',
    'portfolio?asOf=2026-03-31&compare=3-month',
    'accounts',
    `account/${encodeURIComponent(account_key)}`,
    `entitlement/${encodeURIComponent(entitlement_key)}`,
    'dashboards',
    ...['renewals', 'adoption', 'growth', 'at_risk', 'license_server', 'line_items', 'partner_licenses'].map(
      (name) => `dashboard/${name}`,
    ),
    'dashboard/renewals/edit',
    'reports',
    'report/unassigned_ending',
    'report/new',
    'definitions',
    'inbox',
    'inbox?tab=snoozed',
    'rules',
    'rules/activity',
    'rule/new',
    'rule/new?template=usage_over',
    'rule/new?template=ends_chosen',
    'imports',
    'imports/1',
    'identity',
    'settings',
    'help',
  ];
}
