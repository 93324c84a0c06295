import { useTitle } from '../../parts/title.js';

export function SignPage() {
  useTitle('Sign');
  return <h1>Sign</h1>;
}
