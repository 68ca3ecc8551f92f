/** What browsers with Trusted Types have; the library of the DOM does not describe it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

const OWN_FILE = /^assets\/[a-z-]+\.[0-9a-f]{12}\.js$/;

/**
 * The address of a script of the site, given by its path from the page's folder, as the policy of the page wants it. It is a string by
 * its type only. Anything but such a path throws. Each policy can be made once on a page.
 */
export function trustedUrl(policy: 'chora-script' | 'chora-worker', path: string): string {
  const createScriptURL = (asked: string): string => {
    if (!OWN_FILE.test(asked)) throw new TypeError('This is no script of the site.');
    return new URL(asked, document.baseURI).href;
  };
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return createScriptURL(path);
  const made = policies.get(policy) ?? trustedTypes.createPolicy(policy, { createScriptURL });
  policies.set(policy, made);
  return made.createScriptURL(path);
}
const policies = new Map<string, ReturnType<TrustedTypes['createPolicy']>>();
