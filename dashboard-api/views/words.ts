import { actorWords, roleWords, type Actor } from '../../core/actor.ts'
import type { Role } from '../../core/actor.ts'
import { gradeWords, type Grade } from '../../core/grade.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import type { NoticeState } from '../../core/notice.ts'

export const statusWords = {
  open: '处置中',
  closed: '已办结',
  dismissed: '已驳回（误报）',
  merged: '已并入其他事件'
} as const satisfies Record<IncidentState['status'], string>

export const handlingWords = {
  new: '待签收',
  acknowledged: '已签收',
  assigned: '已交办',
  accepted: '部门已签收',
  closed: '已办结'
} as const satisfies Record<IncidentState['handling'], string>

export const publicPhaseWords = {
  silent: '尚未发布',
  released: '已权威发布',
  'conference-held': '已召开发布会'
} as const satisfies Record<IncidentState['publicPhase'], string>

export const noticeStateWords = {
  queued: '待发送',
  sending: '发送中',
  accepted: '渠道已收下',
  delivered: '已送到',
  read: '已读',
  signed: '已签收',
  failed: '发送失败',
  dead: '无法送达',
  held: '暂扣（一小时内已达上限）',
  muted: '静音中',
  digested: '已并入汇总'
} as const satisfies Record<NoticeState, string>

export function gradeName(grade: Grade | null): string {
  return grade === null ? '未定级' : gradeWords[grade]
}

export function actorName(actor: Actor): string {
  return actorWords(actor)
}

export function roleNames(roles: readonly Role[]): string[] {
  return roles.map((role) => roleWords[role])
}
