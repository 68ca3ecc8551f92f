import { BASE } from './base.js';
import { CONTROLS } from './controls.js';
import { DETAILS } from './details.js';
import { DRAWINGS } from './drawings.js';
import { LAYOUT } from './layout.js';
import { PRINT } from './print.js';
import { SEARCH } from './search.js';
import { TABLES } from './tables.js';
import { TOKENS } from './tokens.js';

/** assets/style.css. Text in the program, because no step reads files. */
export const STYLE = [TOKENS, BASE, LAYOUT, TABLES, DETAILS, CONTROLS, SEARCH, DRAWINGS, PRINT]
  .map((part) => part.trimStart())
  .join('\n');
