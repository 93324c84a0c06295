import { useTitle } from '../../parts/title.js';

export function SafesPage() {
  useTitle('Safes');
  return <h1>Safes</h1>;
}
