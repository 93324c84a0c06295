import { useTitle } from '../../parts/title.js';

export function FreezesPage() {
  useTitle('Freezes');
  return <h1>Freezes</h1>;
}
