import { BASE } from './base.js';
import { CONTROLS } from './controls.js';
import { DETAILS } from './details.js';
import { DRAWINGS } from './drawings.js';
import { LAYOUT } from './layout.js';
import { MATRIX } from './matrix.js';
import { PRINT } from './print.js';
import { SEARCH } from './search.js';
import { TABLES } from './tables.js';
import { TOKENS } from './tokens.js';

const PARTS = [TOKENS, BASE, LAYOUT, TABLES, DETAILS, CONTROLS, SEARCH, DRAWINGS, PRINT];

/** assets/style.css and assets/matrix.css. Text in the program, because no step reads files. */
export const STYLE = shortened(PARTS.join('\n'));
export const MATRIX_STYLE = shortened(MATRIX);

/** Without comments and without the white space that only people need. */
function shortened(style: string): string {
  return style
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([:,]) /g, '$1')
    .replaceAll(';}', '}')
    .trim();
}
