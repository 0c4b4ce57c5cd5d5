import type { ReactNode } from 'react';

interface EmptyProps {
  /** children say in one sentence why there is nothing. */
  children: ReactNode;
  /** action is the one thing that brings something here. */
  action?: ReactNode;
}

/** Empty says why there is nothing and offers the one action that changes it. */
export function Empty({ children, action }: EmptyProps) {
  return (
    <div style={{ padding: '24px var(--hr-gutter)', textAlign: 'center' }} className="t2">
      <p style={{ maxWidth: 640, marginInline: 'auto' }}>{children}</p>
      {action && <div style={{ marginTop: 12 }}>{action}</div>}
    </div>
  );
}
