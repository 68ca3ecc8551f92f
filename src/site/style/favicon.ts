/** Three lines of a list, the first one marked. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0a5aa8"/><path fill="#fff" d="M7 8h4v4H7zM14 9h11v2H14zM7 14h4v4H7zM14 15h11v2H14zM7 20h4v4H7zM14 21h7v2h-7z"/></svg>\n`;
