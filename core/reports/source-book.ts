import type { IncidentDocument } from '../incident/state.ts'
import type { IncidentEvent, IncidentEventType } from '../incident/events.ts'
import { chinaWallTime } from '../instant.ts'
import type { Source } from './paper.ts'
import { plainText, plainTitle } from './plain-text.ts'

/** What a field says, and the numbers of what it rests on. */
export interface FieldValue {
  readonly text: string
  readonly cites: readonly number[]
}

/** Asked only where a template names it, so that only what is said is cited. */
export type Fields = Readonly<Record<string, () => FieldValue>>

/** An event of a timeline in words, as the incident's page shows it. */
export interface EventWords {
  readonly seq: number
  readonly title: string
  readonly detail: string
  readonly by: string
}
export type DescribeEvents = (events: readonly IncidentEvent[]) => readonly EventWords[]

/** The sources of one paper, numbered in the order in which they are first cited. */
export class SourceBook {
  readonly #sources = new Map<string, Source>()
  readonly #words = new Map<IncidentDocument, readonly EventWords[]>()
  readonly #describe: DescribeEvents

  constructor(describe: DescribeEvents) {
    this.#describe = describe
  }

  /** The number of a source, the same for the same words. */
  cite(text: string, short = text): number {
    const line = plainText(text, 400)
    const known = this.#sources.get(line)
    if (known !== undefined) return known.number
    const number = this.#sources.size + 1
    this.#sources.set(line, { number, text: line, short: plainTitle(short, 40) })
    return number
  }

  /** A link of the chain: which incident, which event, when, and the hash by which a stranger finds it. */
  citeEvent(document: IncidentDocument, event: IncidentEvent): number {
    const words = this.eventsOf(document).find(({ seq }) => seq === event.seq)
    return this.cite(
      `事件${document.id}时间线第${event.seq}条，${chinaWallTime(event.at)}，${plainText(words?.title ?? event.body.type, 120)}，链哈希${event.hash.slice(0, 16)}`,
      `时间线第${event.seq}条（${event.hash.slice(0, 8)}）`
    )
  }

  /** The newest event of one of these types; none where there is none. */
  citeNewest(document: IncidentDocument, ...types: IncidentEventType[]): number[] {
    const event = document.events.findLast(({ body }) => types.includes(body.type))
    return event === undefined ? [] : [this.citeEvent(document, event)]
  }

  eventsOf(document: IncidentDocument): readonly EventWords[] {
    const known = this.#words.get(document) ?? this.#describe(document.events)
    this.#words.set(document, known)
    return known
  }

  sources(): Source[] {
    return [...this.#sources.values()]
  }
}
