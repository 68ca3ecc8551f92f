/** A git address that may be used, or why it may not. */
export type GitAddress =
  | { readonly ok: true; readonly location: string; readonly id: string | null; readonly url: string | null }
  | { readonly ok: false; readonly reason: string };

const SCP_LIKE = /^(?:([A-Za-z0-9._-]+)@)?([A-Za-z0-9][A-Za-z0-9.-]*):(?!\/\/)([^:].*)$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/**
 * Checks a git URL of the configuration and names the source after it. Only https, ssh, git and, where `allowFile` is set, file
 * are transports here: `ext::` and other remote helpers run commands, and an address that starts with a dash is an option to git.
 *
 * `resolvePath` turns a path of the configuration into an absolute one. `id` is null for local repositories outside any host,
 * `url` is null where the address means nothing to anybody else.
 */
export function parseGitUrl(text: string, allowFile: boolean, resolvePath: (path: string) => string): GitAddress {
  if (text.startsWith('-')) return refuse('it starts with a dash, which git would take for an option');
  if (/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/u.test(text)) return refuse('it holds white space or control characters');
  if (/^[A-Za-z0-9+.-]*::/.test(text)) return refuse('remote helpers (“name::address”) can run commands and are not allowed');
  const scheme = SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'file') {
    const path = decoded(decodeURIComponent, text.slice('file://'.length));
    return path === null ? refuse('it is not a valid URL') : localAddress(path, allowFile, (absolute) => absolute);
  }
  if (scheme === undefined) return pathOrScp(text, allowFile, resolvePath);
  if (scheme !== 'https' && scheme !== 'ssh' && scheme !== 'git') {
    return refuse(`the transport “${scheme}” is not one of https, ssh, git and file`);
  }
  // git knows the schemes in small letters only.
  return remoteAddress(scheme + text.slice(scheme.length));
}

function pathOrScp(text: string, allowFile: boolean, resolvePath: (path: string) => string): GitAddress {
  const scp = SCP_LIKE.exec(text);
  // As git does: a slash before the first colon makes it a path.
  if (!scp || text.slice(0, text.indexOf(':')).includes('/')) return localAddress(text, allowFile, resolvePath);
  const [, , host = '', path = ''] = scp;
  if (path.startsWith('-')) return refuse('its path starts with a dash');
  return named(text, host.toLowerCase(), path);
}

function remoteAddress(text: string): GitAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refuse('it is not a valid URL');
  }
  if (url.password !== '') return refuse('it holds a password; give git a credential helper instead');
  if (url.protocol === 'https:' && url.username !== '')
    return refuse('it holds a user name or token; give git a credential helper instead');
  const host = url.hostname.toLowerCase();
  if (!HOST.test(host) || /^(-|%2d)/i.test(url.username)) return refuse('its host or user name is not valid');
  if (url.pathname.startsWith('/-')) return refuse('its path starts with a dash');
  if (url.search !== '' || url.hash !== '') return refuse('it holds a query or a fragment');
  const path = decoded(decodeURI, url.pathname);
  if (path === null) return refuse('it is not a valid URL');
  return named(text, url.port === '' ? host : `${host}:${url.port}`, path);
}

/** The text with its escapes undone, or null where they are wrong or hide a control character. */
function decoded(decode: (text: string) => string, text: string): string | null {
  try {
    const plain = decode(text);
    return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(plain) ? null : plain;
  } catch {
    return null;
  }
}

function named(location: string, host: string, path: string): GitAddress {
  const clean = cleanPath(path);
  if (clean === '') return refuse('it names no repository');
  return { ok: true, location, id: `${host}/${clean}`, url: location };
}

function localAddress(path: string, allowFile: boolean, resolvePath: (path: string) => string): GitAddress {
  if (!allowFile) return refuse('folders on this machine are only read where the configuration sets “allow_file_urls: true”');
  const absolute = resolvePath(path);
  if (!absolute.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(absolute)) return refuse('a file URL needs an absolute path');
  const segments = cleanPath(absolute.replaceAll('\\', '/')).split('/');
  // Absolute paths stay out of the catalog; the last two folders are what people call it by.
  return { ok: true, location: absolute, id: `file:${segments.slice(-2).join('/')}`, url: null };
}

function cleanPath(path: string): string {
  return path
    .replace(/\/{2,}/g, '/')
    .replace(/\.git\/?$/, '')
    .replace(/^\/|\/$/g, '');
}

function refuse(reason: string): GitAddress {
  return { ok: false, reason };
}

/** Why `ref` cannot be a branch, a tag or a ref's full name (git-check-ref-format), or null when it can. */
export function refProblem(ref: string): string | null {
  if (ref === '') return 'it is empty';
  if (ref.startsWith('-')) return 'it starts with a dash, which git would take for an option';
  if (/[\p{Cc}\s~^:?*[\\]/u.test(ref)) return 'it holds a character that refs cannot have';
  if (ref.includes('..') || ref.includes('@{') || ref.includes('//') || ref === '@')
    return 'it is a revision expression, not a name';
  if (ref.startsWith('/') || ref.endsWith('/') || ref.endsWith('.')) return 'it starts or ends with a slash or a dot';
  if (ref.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock')))
    return 'a part of it starts with a dot or ends with .lock';
  return null;
}

/** An address as it may stand in a message: who signs in, and with what, is nobody's business. */
export function withoutUser(text: string): string {
  // A password may hold a slash; what follows a port is no password.
  return text.replace(/\/\/(?:[^/]*|[^/:]*:(?!\d+\/).*)@/s, '//…@');
}
