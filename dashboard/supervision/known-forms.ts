import type { SupervisionRequest, SupervisionVerb } from '../../dashboard-api/contract-supervision.ts'
import type { Instant } from '../../core/instant.ts'

/** What is written down of who knew of a matter, and when: what 漏报 and 瞒报 are measured by. */
export type KnownDeed = Extract<SupervisionVerb, 'record-other-report' | 'record-prior-knowledge'>

interface KnownForm<Deed extends KnownDeed> {
  readonly title: string
  readonly when: string
  readonly what: string
  readonly hint: string
  /** Name of the text in the request, for the server's message. */
  readonly field: string
  /** Whether it is about one unit. */
  readonly ofUnit: boolean
  readonly consequences: readonly string[]
  readonly request: (text: string, at: Instant, departmentId: string) => SupervisionRequest<Deed>
}

export const knownForms: { readonly [Deed in KnownDeed]: KnownForm<Deed> } = {
  'record-other-report': {
    title: '登记他方报告',
    when: '报告时间（北京时间）',
    what: '经何种途径得知（必填）',
    hint: '如电话、热线工单、部门报告、上级转来',
    field: 'way',
    ofUnit: false,
    consequences: [
      '机器发现的事件，人员也经其他途径报告过：两种途径都发现的有多少，是推算漏报的依据。',
      '时限照常计时；登记和您的姓名留在时间线上，不能删除。'
    ],
    request: (way, reportedAt) => ({ way, reportedAt })
  },
  'record-prior-knowledge': {
    title: '登记事前已知',
    when: '得知时间（北京时间）',
    what: '依据：何人何时如何得知（必填）',
    hint: '写明文号、通话记录、工单号等可查的出处',
    field: 'how',
    ofUnit: true,
    consequences: ['该单位在上报之前已知此事，计入疑似瞒报，须由人核实；是否督办由人决定。', '登记和您的姓名留在时间线上，不能删除。'],
    request: (how, knownAt, departmentId) => ({ departmentId, knownAt, how })
  }
}
