import type { GazetteerEntry } from '../../core/lexicon.ts'

/** What a text and its source say besides a name that several divisions bear. */
export interface Surroundings {
  /** Codes of the divisions that the text names beyond doubt. */
  readonly surely: ReadonlySet<string>
  /** Division code that the source reports on; null when it is not known. */
  readonly region: string | null
  readonly isOurs: (code: string) => boolean
}

/** How it was told which of several divisions is meant; `near` and `lead` of names that other places and words share. */
export type ResolvedBy = 'only' | 'parent' | 'region' | 'ours' | 'first' | 'near' | 'lead'

export interface Resolved {
  readonly entry: GazetteerEntry
  readonly by: ResolvedBy
}

/**
 * The division meant by a name: of a district and its own street the street, else the one whose parent the text names, else the one in the source's own region, else ours,
 * else the first. Undefined without candidates.
 */
export function resolvePlace(candidates: readonly GazetteerEntry[], { surely, region, isOurs }: Surroundings): Resolved | undefined {
  const [first] = candidates
  if (first === undefined) return undefined
  if (candidates.length === 1) return { entry: first, by: 'only' }
  const named = mostNamed(candidates, surely)
  if (named.length > 0) return { entry: oursFirst(named, isOurs), by: 'parent' }
  const near = region === null ? [] : candidates.filter(({ code }) => sharesRegion(code, region))
  if (near.length > 0) return { entry: oursFirst(near, isOurs), by: 'region' }
  const ours = candidates.find(({ code }) => isOurs(code))
  return ours === undefined ? { entry: first, by: 'first' } : { entry: ours, by: 'ours' }
}

function oursFirst(pool: readonly GazetteerEntry[], isOurs: (code: string) => boolean): GazetteerEntry {
  return pool.find(({ code }) => isOurs(code)) ?? (pool[0] as GazetteerEntry)
}

/** Those of which the text names the most parents: 河北省唐山市路南区 rather than another 路南区 of the province. None where it names no parent. */
function mostNamed(candidates: readonly GazetteerEntry[], surely: ReadonlySet<string>): GazetteerEntry[] {
  let most = 0
  let named: GazetteerEntry[] = []
  if (surely.size === 0) return named
  for (const entry of candidates) {
    const count = parentsNamed(entry.code, surely)
    if (count > most) {
      most = count
      named = []
    }
    if (count > 0 && count === most) named.push(entry)
  }
  return named
}

function parentsNamed(code: string, surely: ReadonlySet<string>): number {
  let count = 0
  for (let length = 2; length <= 6 && length < code.length; length += 2) if (surely.has(code.slice(0, length))) count++
  return count
}

/** In the same city, or the same province where the source is a provincial one (or a municipality). */
function sharesRegion(code: string, region: string): boolean {
  const shared = Math.min(4, region.length)
  return code.slice(0, shared) === region.slice(0, shared)
}

const municipalities = new Set(['11', '12', '31', '50'])

/**
 * The division code that 本市, 我区, 本省 mean in a source of that region; null where the source's region is not so small.
 * A municipality (直辖市) is a city by its first two digits.
 */
export function localCode(words: string, region: string): string | null {
  const province = region.slice(0, 2)
  const cut = (length: number): string | null => (region.length >= length ? region.slice(0, length) : null)
  switch (words.charAt(words.length - 1)) {
    case '省':
      return province
    case '市':
      return municipalities.has(province) ? province : cut(4)
    case '区':
    case '县':
      return cut(6)
    case '街':
    case '镇':
      return cut(9)
    default:
      return null
  }
}
