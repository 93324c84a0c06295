import { useTitle } from '../../parts/title.js';

export function LimitsPage() {
  useTitle('Limits');
  return <h1>Limits</h1>;
}
