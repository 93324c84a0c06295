import { useTitle } from '../../parts/title.js';

export function ExceptionsPage() {
  useTitle('Exceptions');
  return <h1>Exceptions</h1>;
}
