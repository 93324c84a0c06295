interface OtherWallet {
  readonly name: string;
  readonly account: string;
  readonly chainId: string;
}

/** A wallet of an extension, which would sign nothing: a script for pages. What it is asked is in `window.askedOfOther`. */
const otherWallet = ({ name, account, chainId }: OtherWallet): string => `(() => {
  window.askedOfOther ??= [];
  const provider = {
    request: async ({ method }) => {
      window.askedOfOther.push(method);
      if (method === 'eth_requestAccounts') return [${JSON.stringify(account)}];
      if (method === 'eth_chainId') return ${JSON.stringify(chainId)};
      throw Object.assign(new Error('asked for ' + method), { code: 4200 });
    },
  };
  const name = ${JSON.stringify(name)};
  const info = { uuid: 'other ' + name, name, rdns: 'example.elsewhere', icon: 'data:,' };
  const announce = () =>
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }));
  addEventListener('eip6963:requestProvider', announce);
})();`;

const ACCOUNT = '0x00000000000000000000000000000000000000aA';

/** One that is on another chain. */
export const OTHER_WALLET = otherWallet({ name: 'Elsewhere', account: ACCOUNT, chainId: '0x1' });

/** One that is on the chain, with an account that is nobody's. */
export const STRANGE_WALLET = otherWallet({ name: 'Strange', account: ACCOUNT, chainId: '0x7a69' });
