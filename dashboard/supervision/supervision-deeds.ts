import type { Role } from '../../core/actor.ts'
import type { Action } from '../../core/permission.ts'
import type { SupervisionRow, SupervisionVerb } from '../../dashboard-api/contract-supervision.ts'

/** What can be done to one document of the ledger. */
export type EntryDeed =
  | 'sign-supervision'
  | 'refuse-supervision'
  | 'make-statement'
  | 'report-rectification'
  | 'accept-rectification'
  | 'return-rectification'

/** Who sits before the page, as far as these deeds ask. */
export interface Doer {
  readonly may: (action: Action) => boolean
  readonly roles: readonly Role[]
  readonly id: string | null
  readonly departmentId: string | null
}

interface EntryDeedForm {
  readonly verb: SupervisionVerb
  readonly button: string
  /** Of the one field; whether it may stay empty. */
  readonly label: string
  readonly optional?: boolean
  readonly applies: (row: SupervisionRow, doer: Doer) => boolean
  readonly consequences: readonly string[]
}

const waits = ({ status }: SupervisionRow): boolean => status === 'awaiting-signature'
const own = ({ unit }: SupervisionRow, { departmentId }: Doer): boolean => unit.id === departmentId

export const entryDeeds: Readonly<Record<EntryDeed, EntryDeedForm>> = {
  'sign-supervision': {
    verb: 'sign-supervision',
    button: '签发',
    label: '批语（可不填）',
    optional: true,
    applies: (row, { roles, id }) => waits(row) && row.signedByRoles.some((role) => roles.includes(role as Role)) && row.drafted.byId !== id,
    consequences: ['文书随即签发并编号，不能撤回；您的姓名留在时间线上。', '被督办单位未陈述且陈述期未满的，不能签发。']
  },
  'refuse-supervision': {
    verb: 'refuse-supervision',
    button: '不予签发',
    label: '理由（必填）',
    applies: waits,
    consequences: ['这份文书不再签发，也不编号；理由和您的姓名留在时间线上。']
  },
  'make-statement': {
    verb: 'make-statement',
    button: '陈述',
    label: '陈述（必填）',
    applies: (row, doer) => waits(row) && own(row, doer) && row.statementBy !== null && row.statement === null,
    consequences: ['以本部门名义陈述，只能一次；签发的领导会看到全文。']
  },
  'report-rectification': {
    verb: 'report-rectification',
    button: '报告整改',
    label: '整改情况（必填）',
    applies: (row, doer) => row.rectification === 'due' && own(row, doer),
    consequences: ['以本部门名义报告整改，由督查员验收或退回。']
  },
  'accept-rectification': {
    verb: 'judge-rectification',
    button: '验收整改',
    label: '验收意见（可不填）',
    optional: true,
    applies: ({ rectification }) => rectification === 'reported',
    consequences: ['整改了结，不能恢复。']
  },
  'return-rectification': {
    verb: 'judge-rectification',
    button: '退回整改',
    label: '还缺什么（必填）',
    applies: ({ rectification }) => rectification === 'reported',
    consequences: ['被督办单位须重新整改；原整改期限不变。']
  }
}

/** The buttons of one document for this person. */
export function entryDeedsFor(row: SupervisionRow, doer: Doer): EntryDeed[] {
  return (Object.keys(entryDeeds) as EntryDeed[]).filter(
    (deed) => doer.may(`incident.${entryDeeds[deed].verb}`) && entryDeeds[deed].applies(row, doer)
  )
}

/** What the server is asked for, with the text of the one field. */
export function entryRequest(deed: EntryDeed, entry: string, text: string): object {
  switch (deed) {
    case 'sign-supervision':
      return { entry, note: text }
    case 'refuse-supervision':
      return { entry, reason: text }
    case 'accept-rectification':
    case 'return-rectification':
      return { entry, accepted: deed === 'accept-rectification', text }
    case 'make-statement':
    case 'report-rectification':
      return { entry, text }
    default:
      return deed satisfies never
  }
}
