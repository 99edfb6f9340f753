import { casualties, occurredAt, place } from './fill-facts.ts'
import { momentWords, type Filled, type FillGround } from './filled.ts'
import type { Instant } from './instant.ts'
import type { ReplyPlaceholder, ReplyTemplate } from './reply-template.ts'
import { gap } from './wording-draft.ts'
import { askedFor, placeholderPattern } from './wording-template.ts'

export interface ReplyGround extends FillGround {
  /** Name of the department that replies; null: not known. */
  readonly department: string | null
  readonly now: Instant
}

/** A reply template with what the incident says. What is not known, or only read by the machine, stays a visible gap; nothing is guessed. */
export function fillReply({ text }: Pick<ReplyTemplate, 'text'>, ground: ReplyGround): string {
  return text.replace(placeholderPattern, (_, name: string) => {
    const asked = askedFor(name)
    if (asked !== null) return gap(asked)
    const filled = values[name as ReplyPlaceholder](ground)
    if (filled === null) return gap(name)
    return 'open' in filled ? gap(filled.open) : filled.words
  })
}

const values: Readonly<Record<ReplyPlaceholder, (ground: ReplyGround) => Filled>> = {
  事件标题: ({ state }) => ({ words: state.title, evidence: [] }),
  事发时间: occurredAt,
  地点: place,
  伤亡: casualties,
  部门: ({ department }) => (department === null ? { open: '答复的部门' } : { words: department, evidence: [] }),
  现在: ({ now }) => ({ words: momentWords(now, 'minute'), evidence: [] })
}
