import type { IncidentVerb } from '../../dashboard-api/contract-verbs.ts'

/** Deeds on a wording, a cause, a conflict or a piece of the media plan that need some words. */
export type PublicityDeed = Extract<
  IncidentVerb,
  'submit-wording' | 'return-wording' | 'establish-cause' | 'retract-cause' | 'settle-conflict' | 'plan-media' | 'publish-media' | 'withdraw-media'
>

interface FormField {
  readonly name: string
  readonly label: string
  readonly kind: 'line' | 'lines' | 'url' | 'time'
  readonly required: boolean
  readonly hint?: string
}

interface PublicityForm {
  readonly title: string
  readonly button: string
  readonly consequences: readonly string[]
  readonly fields: readonly FormField[]
}

const reason: FormField = { name: 'reason', label: '理由（必填）', kind: 'lines', required: true }

/** What each deed asks and what follows from it; the names of the fields are those of its request. */
export const publicityForms: Readonly<Record<PublicityDeed, PublicityForm>> = {
  'submit-wording': {
    title: '提交口径审批',
    button: '提交审批',
    consequences: [
      '提交后由他人逐步审核、签发，每步换一人；您不能办其中任何一步。',
      '有【待核】、缺必有部分、只有空话、下次发布没有写明将来的时间、未认定原因而写原因的，服务器会拒绝并说明。'
    ],
    fields: []
  },
  'return-wording': {
    title: '退回口径',
    button: '退回',
    consequences: ['此版到此为止，须另拟一版；理由留在时间线上，拟稿人可见。'],
    fields: [reason]
  },
  'establish-cause': {
    title: '记录原因认定',
    button: '记录原因认定',
    consequences: ['此后口径可以写原因；在此之前写原因的口径不能提交。', '原因、依据与您的姓名留在时间线上。'],
    fields: [
      { name: 'cause', label: '原因（必填）', kind: 'lines', required: true },
      { name: 'basis', label: '依据（必填）', kind: 'line', required: true, hint: '调查报告、鉴定结论的名称和文号，或何单位何人何时通报' }
    ]
  },
  'retract-cause': {
    title: '撤回原因认定',
    button: '撤回',
    consequences: ['此后写原因的口径不能提交或签发；已生效的口径不变，请另拟一版。'],
    fields: [reason]
  },
  'settle-conflict': {
    title: '办结口径不一致',
    button: '办结',
    consequences: ['不再提示这一处；各单位又说出新的不同内容时，重新提示。'],
    fields: [{ name: 'reason', label: '怎样协调的，或为什么不是矛盾（必填）', kind: 'lines', required: true }]
  },
  'plan-media': {
    title: '列入媒体宣传计划',
    button: '列入计划',
    consequences: ['记入宣传计划和时间线；这不是权威发布，时限照常计时。'],
    fields: [
      { name: 'outlet', label: '媒体（必填）', kind: 'line', required: true },
      { name: 'angle', label: '报道角度（必填）', kind: 'lines', required: true, hint: '正面宣传或引导的要点' },
      { name: 'plannedAt', label: '计划刊发时间（北京时间）', kind: 'time', required: true },
      { name: 'link', label: '网址（可不填）', kind: 'url', required: false }
    ]
  },
  'publish-media': {
    title: '记录稿件已刊发',
    button: '记录刊发',
    consequences: ['按网址和标题统计采集到的引用和互动；查不到的互动记为不详，不记为零。', '这不是权威发布，时限照常计时。'],
    fields: [
      { name: 'link', label: '网址（必填）', kind: 'url', required: true },
      { name: 'title', label: '稿件标题（可不填）', kind: 'line', required: false, hint: '八个字以上的标题也用来查找转载' },
      { name: 'publishedAt', label: '刊发时间（北京时间）', kind: 'time', required: true }
    ]
  },
  'withdraw-media': {
    title: '从宣传计划撤下',
    button: '撤下',
    consequences: ['记录保留，标明已撤下和理由。'],
    fields: [reason]
  }
}
