import { stageName } from '../../core/incident/incident-stage.ts'
import type { StageEventBody } from '../../core/incident/stage-events.ts'
import { proofEvidence, proofWords } from '../../core/incident/stage-proof.ts'
import { chinaWallTime } from '../../core/instant.ts'
import { allowanceWords } from '../../core/staged-countdown.ts'
import type { TimelineEvent } from '../contract.ts'

interface StageLine {
  readonly title: string
  readonly detail: string
  readonly tone?: TimelineEvent['tone']
  readonly url?: string
  readonly evidence?: string
}

type Of<T extends StageEventBody['type']> = Extract<StageEventBody, { type: T }>

/** What happened to a clock that goes by stages, in words. */
export function stageLine(body: StageEventBody): StageLine {
  switch (body.type) {
    case 'stage-started':
      return {
        title: `${stageName(body)} ${allowanceWords(body.course.allowance)}计时开始，时限 ${chinaWallTime(body.course.dueAt)}`,
        detail: `起算 ${chinaWallTime(body.anchor.at)}（${body.anchor.reason}）；依据：${body.stage.source}；停止条件：${body.stage.stopsWith}`,
        tone: 'warning'
      }
    case 'stage-not-started': {
      const { kind, department, words, reason } = body.unstarted
      return { title: `${stageName({ kind, department, stage: { words } })} 时限无法推算`, detail: reason, tone: 'alarm' }
    }
    case 'stage-moved':
      return {
        title: `${body.words} 起算改为 ${chinaWallTime(body.anchor.at)}，时限 ${chinaWallTime(body.course.dueAt)}`,
        detail: body.anchor.reason,
        tone: 'warning'
      }
    case 'stage-met':
      return met(body)
    case 'stages-ended':
      return {
        title: `${body.words} ${body.state === 'waived' ? '时限豁免' : '计时撤回'}`,
        detail: body.reason,
        ...(body.state === 'waived' ? { tone: 'warning' } : {})
      }
    case 'stage-phase-reached':
      return {
        title: `${body.words}${body.phase === 'overdue' ? '已超时' : `时限已过 ${body.phase.slice(1)}%`}`,
        detail: `时限 ${chinaWallTime(body.dueAt)}，此节点应于 ${chinaWallTime(body.phaseAt)}`,
        tone: body.phase === 'overdue' ? 'alarm' : 'warning'
      }
    case 'extension-requested':
      return { title: `${body.words} 申请延期`, detail: `${body.reason}（批准前照常计时）`, tone: 'warning' }
    case 'extension-approved':
      return {
        title: `${body.words} 延期至 ${chinaWallTime(body.course.dueAt)}（共${allowanceWords(body.course.allowance)}）`,
        detail: body.reason,
        tone: 'good'
      }
    case 'extension-declined':
      return { title: `${body.words} 不批准延期`, detail: body.reason, tone: 'warning' }
    default:
      return body satisfies never
  }
}

function met({ words, proof }: Of<'stage-met'>): StageLine {
  const evidence = proofEvidence(proof)
  return {
    title: `${words} 已完成`,
    detail: proofWords(proof),
    tone: 'good',
    ...(proof.kind === 'release' ? { url: proof.url } : {}),
    ...(evidence === null ? {} : { evidence })
  }
}
