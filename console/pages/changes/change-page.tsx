import { useTitle } from '../../parts/title.js';

export function ChangePage() {
  useTitle('Change');
  return <h1>Change</h1>;
}
