/** Kinds of deeds as the audit log names them, by the first part of the action. What stands nowhere here is shown as it is. */
const kinds = {
  session: '登录与会话',
  account: '人员与权限',
  'personal-data': '查看个人信息',
  audit: '审计',
  incident: '事件处置',
  mention: '信息录入',
  search: '检索',
  department: '部门',
  roster: '值班表',
  channel: '通知渠道',
  notice: '通知',
  'sign-link': '一键签收',
  report: '报告',
  rule: '规则',
  'dead-letter': '死信',
  seal: '封存'
} as const satisfies Readonly<Record<string, string>>

const deeds: Readonly<Record<string, string>> = {
  'session.sign-in': '登录',
  'session.sign-out': '退出',
  'session.end': '结束会话',
  'session.code': '核对动态口令',
  'account.add': '添加人员',
  'account.details': '改姓名部门',
  'account.roles': '授予角色',
  'account.appoint': '首次任命',
  'account.disable': '停用账号',
  'account.enable': '启用账号',
  'account.unlock': '解除锁定',
  'account.reset-second-factor': '重置动态口令',
  'account.end-sessions': '结束他人会话',
  'account.link': '开登录链接',
  'account.password': '改密码',
  'account.second-factor': '动态口令',
  'personal-data.unmask': '查看未遮盖的号码',
  'audit.verify': '核验审计链',
  'audit.export': '导出审计',
  'department.add': '添加部门',
  'department.change': '修改部门',
  'department.restore': '恢复部门',
  'roster.absence': '登记不在岗',
  'roster.end-absence': '撤销不在岗',
  'roster.shift': '换班',
  'roster.restore': '恢复值班表',
  'rule.submit': '提交规则',
  'rule.approve': '批准规则',
  'rule.return': '退回规则',
  'rule.withdraw': '撤回规则',
  'rule.restore': '提请恢复规则',
  'mention.export': '导出检索结果',
  'search.save': '保存检索',
  'search.change': '修改检索',
  'search.pause': '暂停或恢复提醒',
  'search.delete': '删除检索',
  'dead-letter.replay': '重放死信',
  'channel.test': '测试消息'
}

export function actionWords(action: string): string {
  const kind = action.split('.')[0] ?? action
  return deeds[action] ?? (kinds as Readonly<Record<string, string>>)[kind] ?? action
}

export const actionKinds = Object.entries(kinds).map(([id, words]) => ({ id, words }))
