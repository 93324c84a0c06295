import { useTitle } from '../../parts/title.js';

export function StatusPage() {
  useTitle('Status');
  return <h1>Status</h1>;
}
