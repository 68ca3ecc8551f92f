// The matrix of compatibility.html: who needs whom, and whether that holds now. Bundled into assets/matrix.<digest>.js.
import { startMatrix } from './page.js';

const place = document.querySelector<HTMLElement>('.matrix');
if (place) void startMatrix(place);
