import { hourMs } from '../../core/instant.ts'
import type { Features } from './features.ts'
import { differInKind, differInPremises, differInWorks, sharedWay } from './signs.ts'
import { jaccardOf, likeness, reaches, type Likeness } from './sketch.ts'

/** Why two mentions belong to one incident. */
export interface Link {
  readonly kind: 'answer' | 'near-duplicate' | 'same-happening'
  readonly score: number
  readonly reasons: readonly string[]
}

/** Thresholds of the comparison. Set on labelled reposts and complaints; not policy. */
export interface LinkSettings {
  /** Jaccard of character pairs from which two texts are one text. */
  readonly nearDuplicate: number
  /** The same when their places or times speak against it. */
  readonly nearDuplicateInDoubt: number
  /** The same when they tell of different kinds of happening. */
  readonly nearDuplicateOfOthers: number
  /** Score from which two reports are of one happening. */
  readonly sameHappening: number
  /** Share of the thresholds from which a text may stand in a star around another. */
  readonly kinship: number
  /** Whether a star is in one place: what names different places is only held by what names them as well. */
  readonly isPlaced: boolean
  /** Rows of a MinHash band, by which mentions are found that are worth comparing. */
  readonly bandRows: number
  /** Hours between two publications beyond which nothing but an answer links them. */
  readonly windowHours: number
}

export const defaultLinkSettings: LinkSettings = {
  nearDuplicate: 0.35,
  nearDuplicateInDoubt: 0.8,
  nearDuplicateOfOthers: 0.95,
  sameHappening: 1,
  kinship: 0.5,
  isPlaced: true,
  bandRows: 2,
  windowHours: 72
}

/**
 * For `group --all`: months of one story and posts without a place, where wording alone has to tell, and time has no say. Set on
 * labelled reposts and complaints. Far too loose for a desk: fires of two districts become one.
 */
export const fileLinkSettings: LinkSettings = {
  nearDuplicate: 0.12,
  nearDuplicateInDoubt: 0.12,
  nearDuplicateOfOthers: 0.12,
  sameHappening: 1.3,
  kinship: 0.5,
  isPlaced: false,
  bandRows: 1,
  windowHours: 24 * 365 * 20
}

const fewestShared = 6

/** The link between two mentions, or null. Symmetric, and a function of the two alone: what came first has no say. */
export function linkBetween(a: Features, b: Features, settings: LinkSettings): Link | null {
  if (a.parentId === b.id || b.parentId === a.id) return { kind: 'answer', score: 2, reasons: ['回复或转发'] }
  if (!a.relevant || !b.relevant) return null
  if (Math.abs(a.at - b.at) > settings.windowHours * hourMs) return null
  const doubt = doubtOf(a, b, settings)
  if (doubt === apart) return null
  const isDoubtful = doubt > 0
  // Most that are compared have nothing in common: what their wording can come to at most is known before it is.
  const named = isDoubtful ? Number.NEGATIVE_INFINITY : agreement(a, b, null)
  const needed = isDoubtful ? doubt : settings.nearDuplicate
  if (named + mostForWording < settings.sameHappening && !reaches(a.sketch, b.sketch, isDoubtful ? needed : excerptOr(needed, excerpt, a, b)))
    return null
  const alike = likeness(a.sketch, b.sketch)
  if (alike.jaccard >= needed && alike.shared >= fewestShared)
    return { kind: 'near-duplicate', score: 1 + alike.jaccard, reasons: [`文字相似度 ${percent(alike.jaccard)}`] }
  if (isDoubtful) return null
  if (isExcerpt(alike)) return { kind: 'near-duplicate', score: 1 + alike.containment, reasons: [`摘录，${percent(alike.containment)}的文字相同`] }
  const score = named + wording(alike)
  return score >= settings.sameHappening ? { kind: 'same-happening', score, reasons: reasonsOf(a, b, alike) } : null
}

/**
 * Whether a mention may stand in the star of another: less than a link, since the link to one of its members is there, and
 * without a say of time, since a story may go on for weeks. What contradicts is not akin unless its wording is the same.
 */
export function isAkin(a: Features, b: Features, settings: LinkSettings): boolean {
  const doubt = doubtOf(a, b, settings)
  if (doubt > 0) return doubt !== apart && reaches(a.sketch, b.sketch, doubt)
  const named = agreement(a, b, null)
  const needed = settings.kinship * settings.sameHappening
  if (named >= needed) return true
  const [jaccard, containment] = [settings.kinship * settings.nearDuplicate, settings.kinship * excerpt]
  if (named + mostForWording < needed && !reaches(a.sketch, b.sketch, excerptOr(jaccard, containment, a, b))) return false
  const alike = likeness(a.sketch, b.sketch)
  if (alike.shared >= fewestShared && (alike.jaccard >= jaccard || alike.containment >= containment)) return true
  return named + wording(alike) >= needed
}

const excerpt = 0.6

function isExcerpt(alike: Likeness): boolean {
  return alike.containment >= excerpt && alike.shared >= 3 * fewestShared
}

/** The Jaccard below which two texts have neither so much in common nor so much of the shorter one. */
function excerptOr(jaccard: number, containment: number, a: Features, b: Features): number {
  return Math.min(jaccard, jaccardOf(containment, a.sketch, b.sketch))
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`
}

/** No wording makes them one. */
const apart = Number.POSITIVE_INFINITY

/** How alike two texts must be in wording where something speaks against one happening; 0: nothing does. Official notices follow a form. */
function doubtOf(a: Features, b: Features, settings: LinkSettings): number {
  if (settings.isPlaced) {
    if (areOfTwoDistricts(a, b) || differInPremises(a.signs, b.signs)) return apart
    if (differInKind(a.signs, b.signs)) return settings.nearDuplicateOfOthers
    if (isAnother(a, b)) return settings.nearDuplicateOfOthers
  }
  return contradict(a, b) ? settings.nearDuplicateInDoubt : 0
}

/** Districts of one city, and none of them in both: the same notice of another district is of another happening. */
function areOfTwoDistricts({ districts: a }: Features, { districts: b }: Features): boolean {
  if (a.size === 0 || b.size === 0 || overlaps(a, b)) return false
  for (const one of a) for (const other of b) if (one.slice(0, 4) === other.slice(0, 4)) return true
  return false
}

const dayMs = 24 * hourMs

/** One is said to be another (又一钢厂), or they are days apart and it is said to happen again, or at works of another sort; unless they count the same. */
function isAnother(a: Features, b: Features): boolean {
  const [mark, other] = [a.signs.another, b.signs.another]
  const isLater = Math.abs(a.at - b.at) >= dayMs
  const isMarked = (mark === null) !== (other === null) && (isLater || mark === 'one' || other === 'one')
  return (isMarked || (isLater && differInWorks(a.signs, b.signs))) && !overlaps(a.figures, b.figures)
}

function contradict(a: Features, b: Features): boolean {
  return (
    (a.districts.size > 0 && b.districts.size > 0 && !overlaps(a.districts, b.districts)) ||
    (a.spots.size > 0 && b.spots.size > 0 && !sharesName(a.spots, b.spots)) ||
    (a.occurredAt !== null && b.occurredAt !== null && Math.abs(a.occurredAt - b.occurredAt) > 12 * hourMs)
  )
}

/** Kinds of happening that people name differently while they speak of one: an explosion burns. */
const families: readonly (readonly string[])[] = [
  ['火灾', '爆炸', '危险化学品', '危化', '燃气', '泄漏', '燃爆'],
  ['坍塌', '垮塌', '倒塌', '塌陷', '施工', '建筑', '塔吊', '高处坠落'],
  ['交通', '车祸', '追尾', '翻车'],
  ['内涝', '暴雨', '积水', '洪涝', '城市排水'],
  ['食物中毒', '食品安全', '中毒'],
  ['城管', '执法', '摊贩', '占道']
]

function compatibleTypes(a: Features, b: Features): boolean {
  if (a.eventType === null || b.eventType === null || a.eventType === b.eventType) return true
  return families.some((family) => family.some((word) => a.eventType?.includes(word)) && family.some((word) => b.eventType?.includes(word)))
}

/** A district has a road accident every day and an explosion once in years: the rarer the kind, the more it says that it is the same. */
const rare = /爆炸|坍塌|垮塌|中毒|窒息|泄漏|地震|踩踏|沉船|翻沉|脱轨|坠机|溃坝|决堤|山体滑坡|泥石流/

/** Whether its kind is so rare that the district alone makes it worth comparing. */
export function isRare({ eventType }: Pick<Features, 'eventType'>): boolean {
  return eventType !== null && rare.test(eventType)
}

function alikeness(a: string, b: string): [number, string] {
  if (rare.test(a) && rare.test(b)) return [0.7, '同类罕见事件']
  return [a === b ? 0.4 : 0.25, '同类事件']
}

/**
 * Adds up what speaks for one happening besides the wording; 1 takes about two independent kinds of agreement besides its
 * kind. Most that are asked are strangers: words for the reasons are made only where somebody wants them.
 */
function agreement(a: Features, b: Features, reasons: string[] | null): number {
  let score = 0
  if (!compatibleTypes(a, b)) {
    score -= 0.1
    reasons?.push('事件类型不同')
  } else if (a.eventType !== null && b.eventType !== null) {
    const [weight, words] = alikeness(a.eventType, b.eventType)
    score += weight
    reasons?.push(words)
  }
  const figures = inBoth(a.figures, b.figures)
  const spot = sharedName(a.spots, b.spots) ?? sharedWay(a.signs, b.signs)
  if (spot !== null) {
    score += 0.6
    reasons?.push(`同一地点：${spot}`)
  } else if (overlaps(a.districts, b.districts)) {
    score += isRare(a) || isRare(b) || figures.length > 0 ? 0.3 : 0.15
    reasons?.push('同一区县')
  }
  const [landmark] = spot === null ? inBoth(a.signs.landmarks, b.signs.landmarks) : nothing
  if (landmark !== undefined) {
    score += 0.3
    reasons?.push(`同一地点：${landmark}`)
  }
  const organisation = sharedName(a.organisations, b.organisations)
  if (organisation !== null) {
    score += 0.35
    reasons?.push(`同一单位：${organisation}`)
  }
  if (figures.length > 0) {
    score += Math.min(0.4, 0.2 * figures.length)
    reasons?.push(`数字一致：${figures.join('、')}`)
  }
  if (a.occurredAt !== null && b.occurredAt !== null && Math.abs(a.occurredAt - b.occurredAt) <= 2 * hourMs) {
    score += 0.4
    reasons?.push('事发时间相近')
  }
  const terms = inBoth(a.terms, b.terms)
  if (terms.length >= 2 || terms.some((term) => term.length >= 4)) {
    const fewest = Math.max(4, Math.min(a.terms.size, b.terms.size))
    score += terms.length < 2 ? 0.2 : Math.min(0.6, (1.2 * terms.length) / fewest)
    reasons?.push(`共同用词：${terms.slice(0, 6).join('、')}`)
  }
  return score
}

const mostForWording = 0.5

/** What the wording adds to the agreement. */
function wording(alike: Likeness): number {
  return alike.shared >= fewestShared ? Math.min(mostForWording, 2.5 * alike.jaccard + 0.4 * alike.containment) : 0
}

function reasonsOf(a: Features, b: Features, alike: Likeness): string[] {
  const reasons: string[] = []
  agreement(a, b, reasons)
  if (alike.shared >= fewestShared) reasons.push(`文字相似度 ${percent(alike.jaccard)}`)
  return reasons
}

function overlaps(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const value of a) if (b.has(value)) return true
  return false
}

const nothing: readonly string[] = []

function inBoth(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  if (a.size === 0 || b.size === 0) return nothing
  const shared: string[] = []
  for (const value of a) if (b.has(value)) shared.push(value)
  return shared
}

function sharesName(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return sharedName(a, b) !== null
}

/** A name of one that is, or contains, a name of the other: 滨河路 in 云港市滨河路. The longest such, the alphabet breaking ties. */
function sharedName(a: ReadonlySet<string>, b: ReadonlySet<string>): string | null {
  let best: string | null = null
  for (const left of a) {
    for (const right of b) {
      const shared = left.includes(right) ? right : right.includes(left) ? left : null
      if (shared !== null && (best === null || shared.length > best.length || (shared.length === best.length && shared < best))) best = shared
    }
  }
  return best
}
