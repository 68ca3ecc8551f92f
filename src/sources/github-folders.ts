import picomatch from 'picomatch';

/**
 * Makes a test of folders: whether a manifest that these globs match, or a bundle of one, may lie somewhere in a folder. It errs on
 * the side of yes: a folder that holds nothing costs a look, one that is passed over costs a manifest.
 */
export function compileFolders(globs: readonly string[]): (folder: string) => boolean {
  const key = JSON.stringify(globs);
  const known = compiled.get(key);
  if (known) return known;
  const positive = globs.filter((glob) => !glob.startsWith('!')).map(prefixesOf);
  const whole = globs.flatMap((glob) => (/^!.+\/\*\*$/.test(glob) ? [glob.slice(1, -'/**'.length), glob.slice(1)] : []));
  const refused = whole.length === 0 ? () => false : picomatch(whole, { dot: true });
  const leadsOn = (folder: string) => positive.some((matches) => matches(folder)) && !refused(folder);
  const test = (folder: string): boolean => {
    const slash = folder.lastIndexOf('/');
    const beside = slash < 0 ? '' : folder.slice(0, slash);
    return leadsOn(folder) || (folder.slice(slash + 1) === '.sigstore' && (beside === '' || leadsOn(beside)));
  };
  compiled.set(key, test);
  return test;
}

/** A run asks with the same few lists for every source. */
const compiled = new Map<string, (folder: string) => boolean>();

/** A test of folders for one glob: segment by segment, up to the first that may stand for several. */
function prefixesOf(glob: string): (folder: string) => boolean {
  // A brace or a bracket may hold a slash; such a glob is not taken apart.
  if (/[{([][^})\]]*\//.test(glob)) return () => true;
  const segments = glob.split('/');
  const open = segments.findIndex((segment) => segment.includes('**'));
  const folders = (open < 0 ? segments.slice(0, -1) : segments.slice(0, open)).map((segment) =>
    picomatch(segment, { dot: true }),
  );
  return (folder) => {
    const parts = folder.split('/');
    if (open < 0 && parts.length > folders.length) return false;
    return parts.every((part, index) => folders[index]?.(part) ?? true);
  };
}
