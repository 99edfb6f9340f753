import type { SupervisionEventBody } from '../../core/incident/supervision-events.ts'
import { chinaWallTime } from '../../core/instant.ts'
import { findingWords, supervisionWords } from '../../core/supervision.ts'
import type { TimelineEvent } from '../contract.ts'

interface SupervisionLine {
  readonly title: string
  readonly detail: string
  readonly tone?: TimelineEvent['tone']
}

type Of<T extends SupervisionEventBody['type']> = Extract<SupervisionEventBody, { type: T }>

const heardWords = { stated: '已听取陈述', silent: '期满未陈述', 'not-asked': '' } as const

/** What happened in the ledger, in words. */
export function supervisionLine(body: SupervisionEventBody): SupervisionLine {
  switch (body.type) {
    case 'supervision-drafted':
      return { title: `起草${about(body)}：${findingWords[body.finding]}`, detail: draftedDetail(body), tone: 'warning' }
    case 'supervision-issued':
      return { title: `签发${about(body)}`, detail: [heardWords[body.heard], body.note].filter((part) => part !== '').join('；'), tone: 'alarm' }
    case 'supervision-refused':
      return { title: `不予签发${about(body)}`, detail: body.reason }
    case 'supervision-numbered':
      return { title: `${about(body)}编号 ${body.number.words}`, detail: '' }
    case 'statement-made':
      return { title: `${body.unit.name}就${supervisionWords[body.kind]}陈述`, detail: body.text }
    case 'rectification-reported':
      return { title: `${body.unit.name}报告整改（${supervisionWords[body.kind]}）`, detail: body.text }
    case 'rectification-judged':
      return {
        title: `${body.accepted ? '整改验收' : '退回整改'}：${body.unit.name}（${supervisionWords[body.kind]}）`,
        detail: body.text,
        tone: body.accepted ? 'good' : 'warning'
      }
    case 'supervision-proposal-declined':
      return { title: '督办建议不予采纳', detail: `${body.words}；理由：${body.reason}` }
    case 'reported-otherwise':
      return { title: `另经${body.way}报告`, detail: `报告时间 ${chinaWallTime(body.reportedAt)}` }
    case 'prior-knowledge-recorded':
      return { title: `记录${body.unit.name}事前已知：${chinaWallTime(body.knownAt)}`, detail: body.how, tone: 'alarm' }
    default:
      return body satisfies never
  }
}

function about({ kind, unit }: Pick<Of<'supervision-issued'>, 'kind' | 'unit'>): string {
  return `${supervisionWords[kind]}（${unit.name}）`
}

function draftedDetail({ text, evidence, skipReason, statementBy, rectifyBy }: Of<'supervision-drafted'>): string {
  return [
    text,
    `依据 ${evidence.length} 项`,
    ...(skipReason === null ? [] : [`越级理由：${skipReason}`]),
    ...(statementBy === null ? [] : [`陈述期至 ${chinaWallTime(statementBy)}`]),
    ...(rectifyBy === null ? [] : [`整改期限 ${chinaWallTime(rectifyBy)}`])
  ].join('；')
}
