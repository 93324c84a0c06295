import { useTitle } from '../../parts/title.js';

export function TransfersPage() {
  useTitle('Transfers');
  return <h1>Transfers</h1>;
}
