import { BASE } from './base.js';
import { CONTROLS } from './controls.js';
import { DETAILS } from './details.js';
import { DRAWINGS } from './drawings.js';
import { LAYOUT } from './layout.js';
import { PRINT } from './print.js';
import { SEARCH } from './search.js';
import { TABLES } from './tables.js';
import { TOKENS } from './tokens.js';

const PARTS = [TOKENS, BASE, LAYOUT, TABLES, DETAILS, CONTROLS, SEARCH, DRAWINGS, PRINT];

/** assets/style.css, without comments and without the white space that only people need. Text in the program, because no step reads files. */
export const STYLE = PARTS.join('\n')
  .replace(/\/\*.*?\*\//gs, '')
  .replace(/\s+/g, ' ')
  .replace(/ ?([{};]) ?/g, '$1')
  .trim();
