import { keptForWords } from '../../core/archive/rules.ts'
import type { AfterEventBody } from '../../core/incident/after-events.ts'
import type { TimelineEvent } from '../contract.ts'

interface AfterLine {
  readonly title: string
  readonly detail: string
  readonly tone?: TimelineEvent['tone']
}

/** What happened after 办结, in words. */
export function afterLine(body: AfterEventBody): AfterLine {
  switch (body.type) {
    case 'reviewed':
      return { title: '评估', detail: reviewWords(body.form), tone: 'good' }
    case 'reopened':
      return { title: '重新办理', detail: `${body.reason}（办结时已停止的时限不恢复）`, tone: 'warning' }
    case 'archived': {
      const { number, keptFor, package: filed } = body
      const missing = filed.missing === 0 ? '' : `，另有 ${filed.missing} 件已不在系统中`
      return {
        title: `归档：${number}`,
        detail: `保管期限${keptForWords(keptFor)}（${keptFor.source}）；信息 ${filed.mentions} 条，留存件 ${filed.evidence} 件${missing}；根哈希 ${filed.root}`,
        tone: 'good'
      }
    }
    default:
      return body satisfies never
  }
}

function reviewWords({ wentWell, wentBadly, lessons, rulesToChange }: Extract<AfterEventBody, { type: 'reviewed' }>['form']): string {
  const parts = [
    ['做得好的', wentWell],
    ['不足', wentBadly],
    ['经验教训', lessons],
    ['要改的规则', rulesToChange]
  ]
  return parts.flatMap(([words, text]) => (text === '' ? [] : [`${words}：${text}`])).join('；')
}
