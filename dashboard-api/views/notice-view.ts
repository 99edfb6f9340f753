import type { NoticeRow } from '../../core/notice.ts'
import { ProvenStage } from '../../core/notice-stage.ts'
import type { NoticeView } from '../contract-notices.ts'
import { noticeStateWords } from './words.ts'

/** A notice as people see it: without the recipient's address. */
export function noticeView({ notice, state, attempts, possibleDuplicate, settledAt, detail, marks }: NoticeRow): NoticeView {
  const { id, subject, reason, round, channel, recipient, grade, title, body, link, requestedAt, drill } = notice
  return {
    id,
    subject,
    reason,
    round,
    channel,
    recipient: recipient.name,
    recipientRole: recipient.role,
    grade,
    title,
    body,
    link,
    requestedAt,
    state,
    stateWords: noticeStateWords[state],
    attempts,
    possibleDuplicate,
    settledAt,
    detail,
    stages: ProvenStage.options.flatMap((stage) => {
      const mark = marks[stage]
      return mark === undefined ? [] : [{ stage, words: noticeStateWords[stage], ...mark }]
    }),
    drill
  }
}

/** The channel of notices that people read here. */
export const dashboardChannel = 'dashboard'
