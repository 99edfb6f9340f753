import { focusKindWords } from '../../core/focus-kind.ts'
import { factStatusWords } from '../../core/incident/fact-check.ts'
import { reportName } from '../../core/incident/filed-report.ts'
import { transferTargetWords } from '../../core/incident/rumour-transfer.ts'
import { factName } from '../../core/incident/statements.ts'
import { ownerWords, taskSourceWords } from '../../core/incident/task.ts'
import type { WorkEventBody } from '../../core/incident/work-events.ts'
import { chinaWallTime } from '../../core/instant.ts'
import { replySortWords } from '../../core/reply-sort.ts'
import type { TimelineEvent } from '../contract.ts'
import { gradeName } from './words.ts'

interface WorkLine {
  readonly title: string
  readonly detail: string
  readonly tone?: TimelineEvent['tone']
  readonly evidence?: string
}

type Of<T extends WorkEventBody['type']> = Extract<WorkEventBody, { type: T }>

/** What was done about the matter, in words. */
export function workLine(body: WorkEventBody): WorkLine {
  switch (body.type) {
    case 'tasks-given':
      return given(body)
    case 'task-done':
      return {
        title: `${body.words} 已完成`,
        detail: body.statement,
        tone: 'good',
        ...(body.evidence[0] === undefined ? {} : { evidence: body.evidence[0] })
      }
    case 'task-returned':
      return { title: `${body.words} 退回，待改派`, detail: body.reason, tone: 'warning' }
    case 'task-handed-on':
      return { title: `${body.words} 改派给${ownerWords(body.owner)}，时限 ${chinaWallTime(body.dueAt)}`, detail: body.reason, tone: 'warning' }
    case 'task-withdrawn':
      return { title: `${body.words} 撤回`, detail: body.reason, tone: 'warning' }
    case 'task-phase-reached':
      return {
        title: `${body.words}${body.phase === 'overdue' ? '已超时' : `时限已过 ${body.phase.slice(1)}%`}`,
        detail: `时限 ${chinaWallTime(body.dueAt)}，此节点应于 ${chinaWallTime(body.phaseAt)}`,
        tone: body.phase === 'overdue' ? 'alarm' : 'warning'
      }
    case 'meeting-held':
      return held(body)
    case 'classified': {
      const kinds = body.focus.map((kind) => focusKindWords[kind]).join('、')
      return {
        title: `研判定性：${replySortWords[body.sort]}${kinds === '' ? '' : `；重点回应（${kinds}）`}`,
        detail: body.reason,
        tone: kinds === '' ? 'plain' : 'warning'
      }
    }
    case 'fact-checked': {
      const { fact, value, status, source, note } = body.check
      const detail = [source === '' ? '' : `依据：${source}`, note].filter((text) => text !== '').join('；')
      return {
        title: `核实 ${factName(fact)}：${value}，${factStatusWords[status]}`,
        detail,
        tone: status === 'refuted' ? 'warning' : status === 'verified' ? 'good' : 'plain'
      }
    }
    case 'rumour-transferred': {
      const { to, unit, mentions, reason, handedAt, packageHash } = body.transfer
      const title = `移交涉谣线索 ${mentions.length} 条：${transferTargetWords[to]}（${unit}）`
      return { title, detail: `${reason}；移交于 ${chinaWallTime(handedAt)}；清单哈希 ${packageHash}`, tone: 'warning' }
    }
    case 'transfer-receipted':
      return { title: '移交回执', detail: `${body.text}；签收于 ${chinaWallTime(body.receivedAt)}`, tone: 'good' }
    case 'report-filed':
      return filed(body)
    default:
      return body satisfies never
  }
}

function given({ source, about, tasks }: Of<'tasks-given'>): WorkLine {
  return {
    title: `${taskSourceWords[source]}${about === '' ? '' : `：${about}`}（${tasks.length} 项任务）`,
    detail: tasks.map(({ text, owner, dueAt }) => `${text}（${ownerWords(owner)}，${chinaWallTime(dueAt)} 前）`).join('；'),
    tone: source === 'instruction' ? 'warning' : 'plain'
  }
}

function held({ meeting }: Of<'meeting-held'>): WorkLine {
  const { topic, participants, opinions, conclusion, proposedGrade, heldAt } = meeting
  const parts = [
    `${chinaWallTime(heldAt)}，参加：${participants.map(({ name, unit }) => `${unit} ${name}`).join('、')}`,
    ...opinions.map(({ by, text }) => `${by}：${text}`),
    `结论：${conclusion}`,
    ...(proposedGrade === null ? [] : [`建议定级 ${gradeName(proposedGrade)}（须另行核定，会商不改变等级）`])
  ]
  return { title: `会商：${topic}`, detail: parts.join('；') }
}

function filed({ report }: Of<'report-filed'>): WorkLine {
  const { to, sentAt, documentNo, receipt, text, evidence } = report
  const heads = [
    `${chinaWallTime(sentAt)} 报 ${to}`,
    documentNo === null ? '' : `文号 ${documentNo}`,
    receipt === '' ? '未见回执' : `回执：${receipt}`
  ]
  return {
    title: `${reportName(report)}已报送`,
    detail: `${heads.filter((one) => one !== '').join('，')}。${text}`,
    tone: 'good',
    ...(evidence === null ? {} : { evidence })
  }
}
