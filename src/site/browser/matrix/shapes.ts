import { type ShownVerdict, VERDICTS } from '../../matrix/verdicts.js';

/** Letters in their shapes, as the style sheet draws them, around the origin. */
export const DRAWINGS: Readonly<Record<ShownVerdict, string>> = {
  compatible: drawn('compatible', '<circle r="10" fill="#dcefe4" stroke="#1c7346"/>', '#1c7346'),
  waived: drawn(
    'waived',
    '<rect x="-10" y="-8" width="20" height="16" rx="8" fill="#fff" stroke="#6a747e" stroke-width="1.5"/>',
    '#56606a',
  ),
  deprecated: drawn('deprecated', '<path d="M-10 -10H4L10 -4V10H-10Z" fill="#f6e9d4" stroke="#8f5100"/>', '#8f5100'),
  untrusted: drawn('untrusted', '<circle r="10" fill="#8f5100"/>', '#fff'),
  unknown: drawn(
    'unknown',
    '<circle r="9.5" fill="#fff" stroke="#3f6390" stroke-width="1.5" stroke-dasharray="3 2"/>',
    '#3f6390',
  ),
  missing: drawn(
    'missing',
    '<rect x="-9.5" y="-9.5" width="19" height="19" fill="#fff" stroke="#b3241c" stroke-width="1.5" stroke-dasharray="3 2"/>',
    '#b3241c',
  ),
  incompatible: drawn('incompatible', '<rect x="-10" y="-10" width="20" height="20" fill="#b3241c"/>', '#fff'),
};

function drawn(verdict: ShownVerdict, shape: string, ink: string): string {
  return `${shape}<text y="4" text-anchor="middle" font-weight="600" fill="${ink}">${VERDICTS[verdict].letter}</text>`;
}
