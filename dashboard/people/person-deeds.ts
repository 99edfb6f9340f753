import type { PersonRow } from '../../dashboard-api/contract-people.ts'
import type { PersonVerb } from '../office-api.ts'

export interface PersonDeed {
  readonly verb: PersonVerb
  readonly title: string
  readonly button: string
  readonly hint: string
  readonly consequences: readonly string[]
  readonly offered: (person: PersonRow) => boolean
}

/** What an office does with somebody's account, for a reason; never with the own. */
export const managerDeeds: readonly PersonDeed[] = [
  {
    verb: 'disable',
    title: '停用账号',
    button: '停用',
    hint: '如：已调离',
    consequences: ['立即退出所有登录，不能再登录。', '做过的事仍记在此人名下，账号可再启用。'],
    offered: ({ disabled }) => !disabled
  },
  {
    verb: 'enable',
    title: '启用账号',
    button: '启用',
    hint: '如：已调回',
    consequences: ['可以用原来的密码登录，角色不变。'],
    offered: ({ disabled }) => disabled
  }
]

export const granterDeeds: readonly PersonDeed[] = [
  {
    verb: 'endSessions',
    title: '结束全部会话',
    button: '结束会话',
    hint: '如：手机遗失',
    consequences: ['此人所有打开的页面立即退出，须重新登录。'],
    offered: ({ sessions }) => sessions > 0
  },
  {
    verb: 'unlock',
    title: '解除锁定',
    button: '解锁',
    hint: '如：已电话核实是本人输错',
    consequences: ['马上可以再试登录。请先核实是本人。'],
    offered: ({ locked }) => locked
  },
  {
    verb: 'resetSecondFactor',
    title: '重置动态口令',
    button: '重置动态口令',
    hint: '如：换手机，已当面核实身份',
    consequences: ['原来的验证器和恢复码作废，所有登录立即退出。', '下次登录只凭密码，登录后须重新绑定。请先当面核实身份。'],
    offered: ({ hasSecondFactor }) => hasSecondFactor
  }
]
