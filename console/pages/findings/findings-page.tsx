import { useTitle } from '../../parts/title.js';

export function FindingsPage() {
  useTitle('Findings');
  return <h1>Findings</h1>;
}
