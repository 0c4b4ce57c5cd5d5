import { ask } from './program.mjs';

/**
 * pagesOf are the addresses of every screen of a portfolio, those of one account and one entitlement among them, and
 * those of rules by the ids that withRules returns.
 */
export function pagesOf({ act_by, usage_over, late_export, draft, segment } = {}) {
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
    'inbox?tab=done',
    'inbox?tab=resolved',
    'rules',
    'rules/activity',
    'rule/new',
    'rule/new?template=usage_over',
    'rule/new?template=ends_chosen',
    ...[act_by, usage_over, late_export, draft].filter(Boolean).map((id) => `rule/${id}`),
    'watch',
    'watch?segment=new',
    ...(segment ? [`watch?segment=${segment}`] : []),
    'imports',
    'imports/1',
    'identity',
    'settings',
    'help',
  ];
}
