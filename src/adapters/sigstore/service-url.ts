import { ChoraError } from '../../model/errors.js';
import { quote } from '../../model/quote.js';

/**
 * An address that an identity token is sent to. Plain http would show the token to the network; on loopback there is none.
 * @param name how the user gave it, for the message
 * @throws ChoraError `usage/not-a-url`, `usage/insecure-url`
 */
export function serviceUrl(text: string, name: string): URL {
  if (!URL.canParse(text)) throw new ChoraError('usage', 'usage/not-a-url', `${name}: ${quote(text)} is not a valid URL.`);
  const url = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback))
    throw new ChoraError(
      'usage',
      'usage/insecure-url',
      `${name}: an identity token is sent to https addresses only.`,
      'http is for services on this very machine.',
    );
  if (url.username !== '' || url.password !== '')
    throw new ChoraError('usage', 'usage/not-a-url', `${name}: the address must not hold a user or a password.`);
  return url;
}
