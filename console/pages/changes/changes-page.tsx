import { useTitle } from '../../parts/title.js';

export function ChangesPage() {
  useTitle('Changes');
  return <h1>Changes</h1>;
}
