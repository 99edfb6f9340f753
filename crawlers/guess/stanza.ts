import { Source } from '../../core/source.ts'
import { sourceSettings } from '../settings.ts'
import type { Guess } from './guess.ts'

/** What stands in the configuration: only what differs from the defaults. */
export type Stanza = Pick<Source, 'id' | 'name' | 'kind' | 'crawler' | 'url' | 'intervalMinutes'> & {
  readonly mediaTier?: Source['mediaTier']
  readonly allowPrivate?: true
  readonly enabled?: false
  readonly settings?: Readonly<Record<string, unknown>>
}

const usualMinutes = 10

/** The guess as a source, if this program has a crawler that takes it; null otherwise. */
export function stanzaOf(guess: Guess, allowPrivate: boolean): { readonly stanza: Stanza; readonly source: Source } | null {
  const schema = Object.entries(sourceSettings).find(([crawler]) => crawler === guess.crawler)?.[1]
  if (schema === undefined || !schema.safeParse(guess.settings).success) return null
  const stanza = {
    id: idOf(guess),
    name: guess.name ?? new URL(guess.url).hostname,
    kind: guess.kind,
    crawler: guess.crawler,
    url: guess.url,
    ...(guess.mediaTier === undefined ? {} : { mediaTier: guess.mediaTier }),
    intervalMinutes: usualMinutes,
    ...(allowPrivate ? { allowPrivate } : {}),
    ...(guess.missing === null ? {} : { enabled: false }),
    ...(Object.keys(guess.settings).length === 0 ? {} : { settings: guess.settings })
  }
  const source = Source.safeParse(stanza)
  return source.success ? { stanza: stanza as Stanza, source: source.data } : null
}

function idOf({ url, crawler, settings }: Guess): string {
  const { hostname, pathname } = new URL(url)
  const own = Object.values(settings)
    .flat()
    .find((value) => typeof value === 'string' && /^[a-z0-9-]+$/i.test(value))
  const words = `${hostname.replace(/^(www|m)\./, '')} ${typeof own === 'string' ? own : pathname.replace(/index\.\w+$|\.\w+$/, '')}`
  const id = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)
  return id === '' ? crawler : id
}
