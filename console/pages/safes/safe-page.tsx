import { useTitle } from '../../parts/title.js';

export function SafePage() {
  useTitle('Safe');
  return <h1>Safe</h1>;
}
