import type { Action } from '../../core/permission.ts'
import type { AnswerView } from '../../dashboard-api/contract-answers.ts'

export type AnswerDeed = 'accept-answer' | 'send-back-answer' | 'find-fault'

interface AnswerDeedForm {
  readonly button: string
  readonly action: Action
  readonly applies: (answer: AnswerView) => boolean
  readonly consequences: readonly string[]
}

/** What a person may decide about an answer, and what follows from it. */
export const answerDeeds: Readonly<Record<AnswerDeed, AnswerDeedForm>> = {
  'accept-answer': {
    button: '认可答复',
    action: 'incident.accept-answer',
    applies: ({ open }) => open,
    consequences: ['记下您的姓名和时间，这份答复此后不再退回。', '认可不等于公开发布，法定时限照常计时。']
  },
  'send-back-answer': {
    button: '退回重答',
    action: 'incident.send-back-answer',
    applies: ({ returnable }) => returnable,
    consequences: ['部门须重新答复：实质答复的时限从原起算时刻继续计算。', '理由与所引文字留在时间线上，部门可见。']
  },
  'find-fault': {
    button: '认定问题',
    action: 'incident.find-fault',
    applies: ({ open }) => open,
    consequences: ['认定结果与所引文字留在时间线上，可作督办的依据。', '答复本身不变，仍可退回。']
  }
}

export function answerDeedsFor(answer: AnswerView, may: (action: Action) => boolean): AnswerDeed[] {
  return (Object.keys(answerDeeds) as AnswerDeed[]).filter((deed) => may(answerDeeds[deed].action) && answerDeeds[deed].applies(answer))
}

/** The decision that the machine proposes; it is shown as the first button. */
export function proposedDeed({ proposal }: AnswerView): AnswerDeed {
  return proposal === null ? 'accept-answer' : proposal === 'send-back' ? 'send-back-answer' : 'find-fault'
}
