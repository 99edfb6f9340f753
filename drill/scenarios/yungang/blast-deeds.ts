import { deed, type Deed, type Sight } from '../../deed.ts'
import type { AnswerRead } from '../../desk-client.ts'
import { DeskError } from '../../errors.ts'
import { addMs, hourMs, minuteMs } from '../../../core/instant.ts'
import type { SupervisionKind } from '../../../core/supervision.ts'
import type { SupervisionRow } from '../../../dashboard-api/contract-supervision.ts'
import type { TaskView } from '../../../dashboard-api/contract-work.ts'
import type { WordingVersion } from '../../../dashboard-api/contract-wording.ts'

/** The department that leads the matter of the blast. */
export const lead = 'emergency'

/* ---- 任务 ---- */

/** Says of each of the own tasks that wait what was done. */
export function finish(statement: string, which: (task: TaskView) => boolean = () => true): Deed {
  return deed('finish-task', async ({ detail, desk }) => {
    const tasks = (await desk.work(detail.id)).tasks.filter((task) => task.mine && which(task))
    return tasks.map(({ id }) => ({ task: id, statement }))
  })
}

/* ---- 口径 ---- */

/** What the drafter writes where the template asks; what the incident says itself is filled in by the desk. */
const written: Readonly<Record<string, (sight: Sight) => string>> = {
  事发时间: () => '3月12日8时25分许',
  地点: () => '青石区青石化工园区',
  事件类型: () => '爆炸',
  截至时间: () => '目前',
  人员伤亡: ({ detail }) => `造成${detail.facts.deaths?.value ?? 0}人死亡`,
  主办部门: () => '市应急管理局',
  下次发布时间: () => '3月12日20时',
  已经采取的具体措施: () => '消防、公安、医疗、环保力量在现场开展搜救、救治和大气监测，园区周边群众已转移安置',
  '需要公众做什么，如绕行、避险、就医、咨询电话': () => '绕开青石大道东段，园区下风方向居民关好门窗，有不适及时就医，咨询请拨打12345',
  还有哪些情况正在核实: () => '伤员救治进展和周边房屋受损情况',
  上次发布以来采取的措施和进展: () => '伤员全部收治在院，周边房屋受损情况开始登记，大气监测每两小时公布一次',
  需要公众做什么: () => '到所在街道登记受损房屋，以权威发布的信息为准'
}
const gapPattern = /【待核：([^】]*)】/gu

/** 拟口径: the template as the desk fills it, and in its gaps what people know. `revise`: what is written otherwise after it came back. */
export function draft(template: string, basis: string, revise: (text: string) => string = (text) => text): Deed {
  return deed('draft-wording', async (sight) => {
    const { sections } = await sight.desk.filled(sight.detail.id, template)
    return {
      template,
      basis,
      unit: null,
      sections: sections.flatMap(({ field, text }) => (text === '' ? [] : [{ field, text: revise(filledIn(text, sight)) }]))
    }
  })
}

function filledIn(text: string, sight: Sight): string {
  return text.replace(gapPattern, (_, what: string) => {
    const write = written[what]
    if (write === undefined) throw new DeskError(`口径模板问“${what}”，剧本没有写`)
    return write(sight)
  })
}

/** The next step of the newest version: 提交, 审核, 签发. */
export function step(verb: 'submit-wording' | 'approve-wording'): Deed {
  return deed(verb, async (sight) => ({ version: (await newestWording(sight)).version }))
}

export function sendBackWording(reason: string): Deed {
  return deed('return-wording', async (sight) => ({ version: (await newestWording(sight)).version, reason }))
}

async function newestWording({ detail, desk }: Sight): Promise<WordingVersion> {
  const newest = (await desk.wording(detail.id)).versions.toSorted((a, b) => b.version - a.version)[0]
  if (newest === undefined) throw new DeskError('还没有口径')
  return newest
}

/* ---- 答复 ---- */

/** Nobody sends back what the machine has nothing against: its findings go with it. */
export function sendBackAnswer(reason: string): Deed {
  return deed('send-back-answer', async (sight) => {
    const { seq, proposal, review } = await newestReply(sight)
    if (proposal !== 'send-back') throw new DeskError(`系统没有建议退回这份答复，而是 ${proposal}`)
    return { answer: seq, reason, findings: review.findings.filter(({ grave }) => grave) }
  })
}

export function acceptAnswer(note: string): Deed {
  return deed('accept-answer', async (sight) => ({ answer: (await newestReply(sight)).seq, note }))
}

async function newestReply({ detail, desk }: Sight): Promise<AnswerRead> {
  const found = (await desk.answers(detail.id)).find(({ kind }) => kind === 'reply')
  if (found === undefined) throw new DeskError('还没有部门答复')
  return found
}

/* ---- 督办 ---- */

/** A step of the ladder, on the first answer, and on the clocks that were over before their evidence came. */
export function supervise(verb: 'remind' | 'order-supervision' | 'criticise', text: string, hours: number | null): Deed {
  return deed(verb, async ({ at, detail, desk }) => {
    const first = (await desk.answers(detail.id)).filter(({ kind }) => kind === 'reply').at(-1)
    const late = detail.countdowns.filter(({ settled, dueAt }) => settled?.state === 'met' && settled.at > dueAt)
    return {
      departmentId: lead,
      finding: verb === 'criticise' && late.length > 0 ? ('late-reporting' as const) : ('poor-handling' as const),
      text,
      events: first === undefined ? [] : [first.seq],
      clocks: late.map(({ kind }) => kind),
      rectifyBy: hours === null ? null : addMs(at, hours * hourMs)
    }
  })
}

/** 陈述 of the unit before it is signed. */
export function state(kind: SupervisionKind, text: string): Deed {
  return deed('make-statement', async (sight) => ({ entry: (await newestDocument(sight, kind)).entry, text }))
}

export function sign(kind: SupervisionKind, note: string): Deed {
  return deed('sign-supervision', async (sight) => ({ entry: (await newestDocument(sight, kind)).entry, note }))
}

/** 整改报告. */
export function rectify(kind: SupervisionKind, text: string): Deed {
  return deed('report-rectification', async (sight) => ({ entry: (await newestDocument(sight, kind)).entry, text }))
}

/** 整改验收. */
export function acceptRectification(kind: SupervisionKind, text: string): Deed {
  return deed('judge-rectification', async (sight) => ({ entry: (await newestDocument(sight, kind)).entry, accepted: true, text }))
}

async function newestDocument({ detail, desk }: Sight, kind: SupervisionKind): Promise<SupervisionRow> {
  const found = (await desk.ledger()).rows.findLast((row) => row.incidentId === detail.id && row.kind === kind)
  if (found === undefined) throw new DeskError(`督办台账中没有这份${kind}`)
  return found
}

/* ---- 时刻 ---- */

export function minutesBefore({ at }: Pick<Sight, 'at'>, minutes: number): Sight['at'] {
  return addMs(at, -minutes * minuteMs)
}

export function hoursAfter({ at }: Pick<Sight, 'at'>, hours: number): Sight['at'] {
  return addMs(at, hours * hourMs)
}
