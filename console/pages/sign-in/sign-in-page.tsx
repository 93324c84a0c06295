import { useTitle } from '../../parts/title.js';

export function SignInPage() {
  useTitle('Sign in');
  return <h1>Sign in</h1>;
}
