import type { AnswerFinding } from '../../core/answers/answer-finding.ts'
import { faultWords, findingWords } from '../../core/answers/finding-words.ts'
import type { AnswerEventBody } from '../../core/incident/answer-events.ts'
import type { TimelineEvent } from '../contract.ts'

interface AnswerLine {
  readonly title: string
  readonly detail: string
  readonly tone: TimelineEvent['tone']
}

/** What people decided about an answer, in words. */
export function answerLine(body: AnswerEventBody): AnswerLine {
  const whose = `${body.department === null ? '发布' : `${body.department.name}的答复`}（第 ${body.seq} 条）`
  switch (body.type) {
    case 'answer-accepted':
      return { title: `认可${whose}`, detail: body.note, tone: 'good' }
    case 'answer-sent-back':
      return { title: `退回${whose}，答复时限继续计算`, detail: foundWords(body), tone: 'alarm' }
    case 'answer-faulted':
      return { title: `认定${whose}${faultWords[body.fault]}`, detail: foundWords(body), tone: 'alarm' }
    default:
      return body satisfies never
  }
}

function foundWords({ reason, findings }: { readonly reason: string; readonly findings: readonly AnswerFinding[] }): string {
  const found = findings.map(
    ({ kind, words, passages: [first] }) => `${findingWords[kind]}：${words}${first === undefined ? '' : `（“${first.text}”）`}`
  )
  return [reason, ...found].join('；')
}
