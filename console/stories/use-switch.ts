import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useRead } from '../api/answers.js';
import { reads } from '../api/reads.js';

interface Switch {
  /** Whom the wallet is to open for; null for it to ask. */
  readonly name: string | null;
  /** Where they go on, a path of this console; undefined for where they have something to do. */
  readonly to?: string;
}

/** Goes on as somebody else, in the sandbox. */
export function useSwitch() {
  const { history } = useRouter();
  const { data: installation } = useRead(reads.installation);
  return useMutation({
    mutationFn: async ({ name, to }: Switch) => {
      if (!installation) return;
      const [{ switchPerson }, { placeFor }] = await Promise.all([
        import('../session/switch-person.js'),
        import('./place-for.js'),
      ]);
      await switchPerson(name, installation);
      history.push(to ?? (await placeFor(location.pathname)));
    },
  });
}
