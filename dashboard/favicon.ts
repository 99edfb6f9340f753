const plain = '/icon.svg'

/** The tab's picture: a bare tower, or with how many red and orange ones nobody signed for. */
export function faviconOf(unsigned: number): string {
  if (unsigned === 0) return plain
  const words = unsigned > 99 ? '99' : String(unsigned)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#b00020"/><text x="16" y="24" font-family="sans-serif" font-weight="700" font-size="${words.length > 1 ? 20 : 24}" text-anchor="middle" fill="#fff">${words}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
