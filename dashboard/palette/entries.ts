import type { RouteLocationRaw } from 'vue-router'
import type { Action } from '../../core/permission.ts'

/** Something that the palette leads to. */
export interface PaletteEntry {
  readonly id: string
  readonly kind: 'page' | 'incident' | 'search'
  readonly words: string
  readonly to: RouteLocationRaw
}

/** A page as the router knows it. */
export interface PageRoute {
  readonly path: string
  readonly meta: { readonly title?: string; readonly needs?: Action }
}

/** Pages do not crowd out what is open. */
const mostOfAKind = 8

/** Pages that need no address of their own and that this person may see, in the router's order. */
export function pageEntries(routes: readonly PageRoute[], may: (action: Action) => boolean): PaletteEntry[] {
  return routes
    .filter(({ meta, path }) => meta.needs !== undefined && !path.includes(':') && may(meta.needs))
    .map(({ meta, path }) => ({ id: `page ${path}`, kind: 'page', words: meta.title ?? path, to: path }))
}

export function incidentEntries(rows: readonly { readonly id: string; readonly title: string }[]): PaletteEntry[] {
  return rows.map(({ id, title }) => ({ id: `incident ${id}`, kind: 'incident', words: title, to: { name: 'incident', params: { id } } }))
}

/** What has all the typed words, pages first; and a search for them at the end. */
export function matching(entries: readonly PaletteEntry[], typed: string, maySearch: boolean): PaletteEntry[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const fitting = entries.filter((entry) => words.every((word) => entry.words.toLowerCase().includes(word)))
  const found = (['page', 'incident'] as const).flatMap((kind) => fitting.filter((entry) => entry.kind === kind).slice(0, mostOfAKind))
  if (words.length === 0 || !maySearch) return found
  return [...found, { id: 'search', kind: 'search', words: typed.trim(), to: { name: 'mentions', query: { q: typed.trim() } } }]
}
