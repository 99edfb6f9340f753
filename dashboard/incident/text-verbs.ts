import type { IncidentRequest, IncidentVerb } from '../../dashboard-api/contract-verbs.ts'

export type TextVerb = 'acknowledge' | 'take-over' | 'dismiss' | 'note' | 'accept' | 'return'

interface TextVerbForm<Verb extends IncidentVerb> {
  readonly title: string
  readonly button: string
  /** Null: nothing to fill in. */
  readonly label: string | null
  readonly required: boolean
  /** Name of the field in the request, for the server's message. */
  readonly field: string
  readonly consequences: (incident: { readonly major: boolean }) => readonly string[]
  readonly request: (text: string) => IncidentRequest<Verb>
}

/** What each deed says and what follows from it. */
export const textVerbs: { readonly [Verb in TextVerb]: TextVerbForm<Verb> } = {
  acknowledge: {
    title: '签收事件',
    button: '签收',
    label: '备注',
    required: false,
    field: 'note',
    request: (note) => ({ note }),
    consequences: () => [
      '记下您的姓名和时间，停止重复提醒；有效期内没有交办、备注或发布，提醒重新响起并逐级上报。',
      '时限照常计时：只有权威发布等公开证据才能停钟。'
    ]
  },
  'take-over': {
    title: '接班',
    button: '接班',
    label: '交接说明',
    required: false,
    field: 'note',
    request: (note) => ({ note }),
    consequences: () => ['此后由您负责此事件，首次签收人和时间保留。', '若上一班签收后还没有处置，签收有效期从现在重新起算。', '时限照常计时。']
  },
  dismiss: {
    title: '驳回为误报',
    button: '驳回为误报',
    label: '理由',
    required: true,
    field: 'reason',
    request: (reason) => ({ reason }),
    consequences: ({ major }) => [
      major ? '特别重大、重大事件须第二人确认后才生效；生效前时限照常计时。' : '事件移出队列，各时限转为「已撤回」。',
      '理由与姓名留在时间线上，不能删除。'
    ]
  },
  note: {
    title: '添加备注',
    button: '添加',
    label: '内容',
    required: true,
    field: 'text',
    request: (text) => ({ text }),
    consequences: () => ['备注进入时间线，所有能看此事件的人可见，不能修改或删除。']
  },
  accept: {
    title: '部门签收',
    button: '部门签收',
    label: null,
    required: false,
    field: 'departmentId',
    request: () => ({}),
    consequences: () => ['以您所在部门的名义接下此事，时间线记下时间。', '时限照常计时。']
  },
  return: {
    title: '退回交办',
    button: '退回',
    label: '理由',
    required: true,
    field: 'reason',
    request: (reason) => ({ reason }),
    consequences: () => ['事件退回值班台重新交办，理由留在时间线上。', '本部门的答复时限撤回，其余时限照常计时。']
  }
}
