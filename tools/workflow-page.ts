import { roleWords, type Role } from '../core/actor.ts'
import { workflow, workflowStates, workflowStateWords, type WorkflowRow } from '../core/incident/workflow.ts'
import { rolesOf } from '../core/permission.ts'

/** docs/workflow.md, from the table of verbs and the permissions. */
export function workflowPage(): string {
  const rows = Object.entries<WorkflowRow>(workflow)
  const people = rows.flatMap(([verb, row]) => (row.action === null ? [] : [personLine(verb, row, rolesOf(row.action))]))
  const machines = rows.flatMap(([verb, row]) => (row.action === null ? [line([row.words, `\`${verb}\``, ...stateCells(row)])] : []))
  const states = workflowStates.map((state) => workflowStateWords[state])
  return [
    '# 处置流程：状态 × 动作 × 角色',
    '',
    '由 `node tools/workflow.ts` 从 `core/incident/workflow.ts` 和 `core/permission.ts` 生成，不要手改；`test/unit/core/workflow.test.ts` 对每个状态、',
    '每个动作、每个角色实际调用一遍：表上没有的一律拒绝，并写明理由，什么也不改变。',
    '',
    '`●` 可以（还须满足“另须”一栏），空白为拒绝。',
    '',
    '承办人只办理本部门的事件：所在部门是责任部门，或在事件中有任务、被督办，才能办理；否则一切动作都拒绝（“只能办理本部门的事件”），什么也不改变。',
    '查阅不受此限；同一人另有的角色也不受此限。由同一测试对承办人可做的每个动作实际调用。',
    '',
    '## 人',
    '',
    line(['动作', '函数', '角色', ...states, '另须']),
    line(['动作', '函数', '角色', ...states, '另须'].map(() => '---')),
    ...people,
    '',
    '## 机器',
    '',
    '机器只按所见写入，不受角色限制；空白的状态下什么也不写。',
    '',
    line(['动作', '函数', ...states]),
    line(['动作', '函数', ...states].map(() => '---')),
    ...machines,
    ''
  ].join('\n')
}

function personLine(verb: string, row: WorkflowRow, roles: readonly Role[]): string {
  return line([row.words, `\`${verb}\``, roles.map((role) => roleWords[role]).join('、'), ...stateCells(row), row.asks ?? ''])
}

function stateCells({ states }: WorkflowRow): string[] {
  return workflowStates.map((state) => (states.includes(state) ? '●' : ''))
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
