/** The address without parameters that the settings of its source say to name no page. */
export function withoutParams(url: string, ignored: readonly string[]): string {
  if (ignored.length === 0) return url
  const parsed = new URL(url)
  const names = new Set(ignored.map((name) => name.toLowerCase()))
  for (const name of Array.from(parsed.searchParams.keys())) if (names.has(name.toLowerCase())) parsed.searchParams.delete(name)
  return parsed.href
}
