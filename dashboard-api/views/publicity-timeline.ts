import { openGaps } from '../../core/wording-draft.ts'
import { wordingStageWords } from '../../core/wording-template.ts'
import type { PublicityEventBody } from '../../core/incident/publicity-events.ts'
import { chinaWallTime } from '../../core/instant.ts'
import { conflictName, conflictWords } from '../../core/publicity-words.ts'
import type { TimelineEvent } from '../contract.ts'

interface Line {
  readonly title: string
  readonly detail?: string
  readonly tone?: TimelineEvent['tone']
  readonly url?: string
}

/** What the timeline says of wordings, causes, conflicts and the media plan. */
export function publicityLine(body: PublicityEventBody): Line {
  switch (body.type) {
    case 'wording-drafted':
      return drafted(body)
    case 'wording-submitted':
      return { title: `口径第 ${body.version} 版提交审批` }
    case 'wording-reviewed':
      return { title: `${body.words}口径第 ${body.version} 版：同意`, tone: 'good' }
    case 'wording-returned':
      return { title: `退回口径第 ${body.version} 版（${body.words}）`, detail: body.reason, tone: 'warning' }
    case 'wording-approved':
      return { title: `${body.words ?? '核准'}口径第 ${body.version} 版`, tone: 'good' }
    case 'cause-established':
      return { title: `认定原因：${body.cause}`, detail: `依据：${body.basis}` }
    case 'cause-retracted':
      return { title: '撤回原因认定', detail: body.reason, tone: 'warning' }
    case 'public-conflict-found':
      return { title: `各单位对外口径不一致：${conflictName(body.conflict)}`, detail: conflictWords(body.conflict), tone: 'alarm' }
    case 'public-conflict-ended':
      return { title: `对外口径已一致：${body.about}`, tone: 'good' }
    case 'public-conflict-settled':
      return { title: `办结口径不一致：${body.about}`, detail: body.reason }
    case 'media-planned':
      return {
        title: `宣传计划第 ${body.id} 项：${body.outlet}，${chinaWallTime(body.plannedAt)}`,
        detail: body.angle,
        ...(body.link === null ? {} : { url: body.link })
      }
    case 'media-published':
      return {
        title: `宣传稿件已刊发：第 ${body.id} 项，${body.outlet}`,
        detail: `${body.title === null ? '' : `《${body.title}》，`}刊发于 ${chinaWallTime(body.publishedAt)}`,
        tone: 'good',
        url: body.link
      }
    case 'media-withdrawn':
      return { title: `撤下宣传计划第 ${body.id} 项：${body.outlet}`, detail: body.reason, tone: 'warning' }
    default:
      return body satisfies never
  }
}

function drafted({ version, text, form, unit }: Extract<PublicityEventBody, { type: 'wording-drafted' }>): Line {
  const what = [...(unit === undefined ? [] : [unit.name]), ...(form === undefined ? [] : [wordingStageWords[form.stage]])]
  const gaps = openGaps(text).length
  return { title: `拟口径第 ${version} 版${what.length === 0 ? '' : `（${what.join('，')}）`}${gaps === 0 ? '' : `，${gaps} 处待核`}`, detail: text }
}
