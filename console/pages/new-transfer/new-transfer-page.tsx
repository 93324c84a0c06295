import { useTitle } from '../../parts/title.js';

export function NewTransferPage() {
  useTitle('New transfer');
  return <h1>New transfer</h1>;
}
