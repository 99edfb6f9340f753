import type { Action } from '../../core/permission.ts'
import type { TaskView, WorkVerb } from '../../dashboard-api/contract-work.ts'

interface WorkDeed {
  readonly title: string
  readonly button: string
  readonly consequences: readonly string[]
}

/** What people do about a matter besides its clocks: the dialog of each, and what follows from it. */
export const workDeeds: Readonly<Record<WorkVerb, WorkDeed>> = {
  instruct: {
    title: '批示',
    button: '批示并交办',
    consequences: ['批示落为任务，从现在起计时；到期未完成，通知承办部门及其负责人。', '您的姓名和批示留在时间线上。']
  },
  'give-task': { title: '交办任务', button: '交办', consequences: ['从现在起计时；到期未完成，通知承办者。'] },
  'finish-task': { title: '完成任务', button: '完成', consequences: ['以您的姓名写明完成情况，任务停止计时。', '各项法定时限照常计时。'] },
  'return-task': { title: '退回任务', button: '退回', consequences: ['任务等待改派，时限照常计算。'] },
  'hand-on-task': { title: '改派任务', button: '改派', consequences: ['时限不变，除非写明新的时限。', '原承办者、您的姓名和理由留在时间线上。'] },
  'withdraw-task': { title: '撤回任务', button: '撤回', consequences: ['任务不再计时；不能恢复。', '您的姓名和理由留在时间线上。'] },
  'hold-meeting': { title: '记录会商', button: '记录会商', consequences: ['会商不改变等级：建议的等级须另行核定。', '写明要办的事，另行交办任务。'] },
  classify: {
    title: '研判定性',
    button: '记录定性',
    consequences: ['类型决定须对外公开什么，并启动该类型的检查单。', '属重点回应的必须回应，没有时限的即开始计时；改判不撤回时限。']
  },
  'check-fact': { title: '核实', button: '记录核实', consequences: ['记下是否属实、依据何在；不改变等级。'] },
  'transfer-rumour': {
    title: '移交涉谣线索',
    button: '移交',
    consequences: ['所选信息连同留存页面和哈希成为移交清单，可下载。', '移交不代替回应：时限照常计时。']
  },
  'receipt-transfer': { title: '登记移交回执', button: '登记回执', consequences: ['记下谁何时收到；只登记一次。'] },
  'file-report': {
    title: '报送初报、续报、终报',
    button: '记录报送',
    consequences: ['初报写明文号与回执的，书面上报时限随之停止。', '终报之后不再报送。']
  }
}

/** Those that concern the whole matter, in the order of its life. */
const whole: readonly WorkVerb[] = ['classify', 'instruct', 'give-task', 'check-fact', 'hold-meeting', 'transfer-rumour', 'file-report']

export function wholeDeeds(may: (action: Action) => boolean): WorkVerb[] {
  return whole.filter((verb) => may(`incident.${verb}`))
}

/** The buttons of one task for this person; none once it has ended. */
export function taskDeeds({ state, mine }: TaskView, may: (action: Action) => boolean): WorkVerb[] {
  if (state !== 'open' && state !== 'returned') return []
  const own: WorkVerb[] = mine ? ['finish-task', 'return-task'] : []
  const others: WorkVerb[] = ['hand-on-task', 'withdraw-task']
  return [...own, ...others].filter((verb) => may(`incident.${verb}`))
}
