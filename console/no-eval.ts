declare global {
  var __zod_globalConfig: { jitless?: boolean } | undefined;
}

// Zod tries `new Function` to see whether it may; the page's policy would report each try. It takes these settings
// when it is loaded, which many pages never do: an import of it here would bring it to all of them.
globalThis.__zod_globalConfig = { jitless: true };

export {};
