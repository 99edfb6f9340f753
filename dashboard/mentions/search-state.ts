import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { dayMs, hourMs, instantFromMs, msOf, type Instant } from '../../core/instant.ts'
import { fieldOfMs, instantOfField } from '../wall-time.ts'

/** 时间范围 that goes with the clock: the same address shows what is new when it is opened again. */
export const relativeRanges = [
  ['1h', '1 小时'],
  ['5h', '5 小时'],
  ['24h', '24 小时'],
  ['48h', '48 小时'],
  ['today', '今天'],
  ['watch', '本值班'],
  ['7d', '7 天']
] as const
export type RelativeRange = (typeof relativeRanges)[number][0]

/** What the screen asks, as the fields show it. `from` and `to` are days or minutes on a wall in China. */
export interface SearchForm {
  q: string
  range: RelativeRange | ''
  from: string
  to: string
  kinds: string[]
  grades: string[]
  relevant: boolean
  incident: string
}

export const emptyForm: SearchForm = { q: '', range: '', from: '', to: '', kinds: [], grades: [], relevant: false, incident: '' }

function text(value: LocationQuery[string] | undefined): string {
  return typeof value === 'string' ? value : ''
}

function list(value: LocationQuery[string] | undefined): string[] {
  return text(value)
    .split(',')
    .filter((part) => part !== '')
}

/** The address holds the whole question: a copied link shows the same. */
export function formOf(query: LocationQuery): SearchForm {
  const range = relativeRanges.find(([id]) => id === query['range'])?.[0] ?? ''
  return {
    q: text(query['q']),
    range,
    from: range === '' ? text(query['from']) : '',
    to: range === '' ? text(query['to']) : '',
    kinds: list(query['kinds']),
    grades: list(query['grades']),
    relevant: query['relevant'] === '1',
    incident: text(query['incident'])
  }
}

export function addressOf(form: SearchForm): LocationQueryRaw {
  const parts = {
    q: form.q,
    range: form.range,
    from: form.range === '' ? form.from : '',
    to: form.range === '' ? form.to : '',
    kinds: form.kinds.join(','),
    grades: form.grades.join(','),
    relevant: form.relevant ? '1' : '',
    incident: form.incident
  }
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''))
}

export interface Span {
  readonly from: Instant | null
  readonly to: Instant | null
}

/** From when to when is asked; a relative range as it is at this moment. `watchSince`: when this watch took over, null where nobody knows. */
export function spanOf(form: Pick<SearchForm, 'range' | 'from' | 'to'>, nowMs: number, watchSince: Instant | null): Span {
  const back = (ms: number): Span => ({ from: instantFromMs(nowMs - ms), to: null })
  switch (form.range) {
    case '':
      return { from: momentOf(form.from, 'begin'), to: momentOf(form.to, 'end') }
    case '1h':
      return back(hourMs)
    case '5h':
      return back(5 * hourMs)
    case '24h':
      return back(24 * hourMs)
    case '48h':
      return back(48 * hourMs)
    case '7d':
      return back(7 * dayMs)
    case 'today':
      return { from: startOfDay(nowMs), to: null }
    case 'watch':
      return { from: watchSince, to: null }
    default:
      return form.range satisfies never
  }
}

/** Fields of the same span, fixed: what was found stays found. */
export function fixedFields({ from, to }: Span, nowMs: number): Pick<SearchForm, 'from' | 'to'> {
  return { from: from === null ? '' : fieldOfMs(msOf(from)), to: fieldOfMs(to === null ? nowMs : msOf(to)) }
}

const finestMs = 72 * hourMs

/** Hours for a span of days, days for one of weeks or none. */
export function unitOf({ from, to }: Span, nowMs: number): 'hour' | 'day' {
  if (from === null) return 'day'
  return (to === null ? nowMs : msOf(to)) - msOf(from) <= finestMs ? 'hour' : 'day'
}

/** A day alone means all of it; what is neither day nor minute is no limit. */
function momentOf(field: string, side: 'begin' | 'end'): Instant | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(field)) return field === '' ? null : instantOfField(field)
  const begin = instantOfField(`${field}T00:00`)
  return begin === null || side === 'begin' ? begin : instantFromMs(msOf(begin) + dayMs)
}

function startOfDay(ms: number): Instant {
  return instantFromMs(Math.floor((ms + 8 * hourMs) / dayMs) * dayMs - 8 * hourMs)
}
