import { Component, type ReactNode } from 'react';

import { logFromWindow } from '../api/actions';
import { ErrorPanel } from '../components/ErrorPanel';

interface BoundaryProps {
  /** address is what the page shows; another one is tried anew. */
  address: string;
  children: ReactNode;
}

/** Boundary keeps the rail when a page fails, says so, and puts the cause into the log. */
export class Boundary extends Component<BoundaryProps, { error: unknown }> {
  override state = { error: null };

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.error !== null && before.address !== this.props.address) this.setState({ error: null });
  }

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidCatch(error: Error): void {
    logFromWindow(error.stack ?? error.message);
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <ErrorPanel error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
