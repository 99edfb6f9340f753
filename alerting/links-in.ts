/** `href` of a page and of Atom, `<link>` of RSS. Blanks are bounded: two runs side by side take quadratic time. */
const link = /\bhref\s*=\s*(?:"([^"<>]{1,2000})"|'([^'<>]{1,2000})')|<link>\s{0,50}(?:<!\[CDATA\[)?\s{0,50}([^<>\]\s]{1,2000})/gi

/** Addresses of pages that a page or feed leads to, absolute, each once, in the order in which they stand. */
export function linksIn(text: string, base: string): string[] {
  const found = new Set<string>()
  for (const [, double, single, element] of text.matchAll(link)) {
    const written = (double ?? single ?? element ?? '').replaceAll('&amp;', '&').trim()
    if (written === '' || written.startsWith('#') || !URL.canParse(written, base)) continue
    const url = new URL(written, base)
    if (!/^https?:$/.test(url.protocol) || notPages.test(url.pathname)) continue
    url.hash = ''
    found.add(url.href)
  }
  return [...found]
}

const notPages = /\.(css|js|mjs|json|ico|png|jpe?g|gif|svg|webp|woff2?|mp[34]|zip|rar|docx?|xlsx?|pdf)$/i
