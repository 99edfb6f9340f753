import { z } from 'zod'
import { Actor, type Person } from '../actor.ts'
import { TimeOfDay } from '../china-day.ts'
import { ForbiddenError, RefusedError } from '../errors.ts'
import { Grade, gradeWords } from '../grade.ts'
import { typedText } from '../incident/typed-text.ts'
import { Instant } from '../instant.ts'
import { SourceKind } from '../mention.ts'
import { sourceKindWords } from '../search-fields.ts'
import { parseQuery } from '../search-grammar.ts'
import type { SearchFilter, TextQuery } from '../search.ts'

/** What is looked for; no range of time, since an alert is about what comes. */
export const SearchTerms = z.strictObject({
  q: z.string().max(500).default(''),
  kinds: z.array(SourceKind).default([]),
  grades: z.array(Grade).default([]),
  relevantOnly: z.boolean().default(false)
})
export type SearchTerms = z.infer<typeof SearchTerms>

/** Whose it is: a person's own, a department's, or the desk's, which hands it on from watch to watch. */
export const SearchOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('department'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('desk') })
])
export type SearchOwner = z.infer<typeof SearchOwner>

/** Told when `count` came within `minutes`; 1: each new one. In quiet hours it waits, unless something red is among it. */
export const SearchAlert = z.strictObject({
  count: z.number().int('条数应为整数').min(1, '条数至少 1').max(1000, '条数最多 1000'),
  minutes: z.number().int('分钟应为整数').min(1, '至少 1 分钟').max(1440, '最多 1440 分钟（24 小时）'),
  quiet: z
    .array(z.strictObject({ from: TimeOfDay, to: TimeOfDay }))
    .max(4, '静默时段最多 4 段')
    .default([]),
  /** Posts that are told beside the page of its owner, each over one channel. */
  posts: z
    .array(z.strictObject({ contactId: z.string().max(100), channel: z.string().max(50) }))
    .max(20, '最多通知 20 个岗位')
    .default([])
})
export type SearchAlert = z.infer<typeof SearchAlert>

/** 保存的检索. */
export const SavedSearch = z.object({
  id: z.string(),
  /** Grows by one with each change: who changes an older one is refused. */
  version: z.number().int().positive(),
  name: z.string(),
  owner: SearchOwner,
  terms: SearchTerms,
  /** Null: it is kept to be looked up, and tells nobody. */
  alert: SearchAlert.nullable(),
  paused: z.boolean(),
  /** Cursor of the store's arrivals as it stood when the alert began or went on: what came since is told. Absent: kept before this was. */
  arrivalsFrom: z.string().optional(),
  createdAt: Instant,
  createdBy: Actor,
  changedAt: Instant,
  changedBy: Actor
})
export type SavedSearch = z.infer<typeof SavedSearch>

const longestName = 40

/** What a person asks to be kept. */
export type SearchDraft = Pick<SavedSearch, 'name' | 'terms' | 'alert' | 'owner'>

/** @throws RefusedError, QueryError for what cannot be kept; ForbiddenError for what belongs to somebody else */
export function checkedDraft(draft: SearchDraft, person: Person): SearchDraft {
  demandOwner(draft.owner, person)
  parseQuery(draft.terms.q)
  const { terms, alert } = draft
  const isEverything = terms.q.trim() === '' && terms.kinds.length === 0 && terms.grades.length === 0 && !terms.relevantOnly
  if (alert !== null && isEverything) throw new RefusedError('没有任何条件的检索不能提醒：每一条新信息都会发通知')
  const seen = new Set(alert?.posts.map(({ contactId, channel }) => `${contactId} ${channel}`))
  if (alert !== null && seen.size < alert.posts.length) throw new RefusedError('同一岗位同一渠道选了两次')
  return { ...draft, name: typedText(draft.name, '名称', longestName) }
}

/** @throws ForbiddenError */
export function demandOwner(owner: SearchOwner, person: Person): void {
  if (!isOwnedBy(owner, person)) throw new ForbiddenError('这项检索属于他人，不能查看或更改')
}

export function isOwnedBy(owner: SearchOwner, person: Person): boolean {
  switch (owner.kind) {
    case 'person':
      return owner.id === person.id
    case 'department':
      return owner.id === person.departmentId
    case 'desk':
      return isOfDesk(person)
    default:
      return owner satisfies never
  }
}

export function isOfDesk({ roles }: Pick<Person, 'roles'>): boolean {
  return roles.includes('duty-officer') || roles.includes('analyst')
}

export function ownerWords(owner: SearchOwner): string {
  return owner.kind === 'desk' ? '值班台共用' : owner.kind === 'department' ? `部门共用：${owner.name}` : `个人：${owner.name}`
}

export function queryOf(terms: SearchTerms): { readonly query: TextQuery; readonly filter: SearchFilter } {
  const { kinds, grades, relevantOnly } = terms
  return { query: parseQuery(terms.q), filter: { from: null, to: null, kinds, grades, incidentId: null, relevantOnly } }
}

/** The terms as one line for a notice. */
export function termsWords({ q, kinds, grades, relevantOnly }: SearchTerms): string {
  const parts = [
    q.trim(),
    kinds.map((kind) => sourceKindWords[kind]).join('、'),
    grades.map((grade) => gradeWords[grade]).join('、'),
    relevantOnly ? '只看与本地有关的' : ''
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** 每条新信息 · 10 分钟内 5 条. */
export function thresholdWords({ count, minutes }: SearchAlert): string {
  return count === 1 ? '每有新信息即提醒' : `${minutes} 分钟内新增 ${count} 条即提醒`
}

/** Address of the search screen that shows the same. */
export function searchLink({ q, kinds, grades, relevantOnly }: SearchTerms): string {
  const parts = [
    ['q', q],
    ['kinds', kinds.join(',')],
    ['grades', grades.join(',')],
    ['relevant', relevantOnly ? '1' : '']
  ].flatMap(([name = '', value = '']) => (value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]))
  return parts.length === 0 ? '/mentions' : `/mentions?${parts.join('&')}`
}
