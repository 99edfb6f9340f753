import type { AnswerFault, AnswerProposal, FindingKind } from './answer-finding.ts'

export const findingWords: Readonly<Record<FindingKind, string>> = {
  hollow: '空话套话',
  missing: '缺少要素',
  'off-point': '答非所问',
  unanswered: '部分未答',
  copied: '照抄旧答复',
  'early-cause': '过早说原因',
  undated: '承诺没有期限',
  'broken-promise': '承诺到期未兑现',
  elsewhere: '地点或部门不对',
  contradiction: '数字矛盾',
  dismissive: '态度不当',
  'still-asked': '回应后仍被追问',
  repeated: '退回后仍不合格',
  late: '超过时限'
}

export const faultWords: Readonly<Record<AnswerFault, string>> = { handling: '处置不得力', wording: '回应不妥当', reporting: '报告不及时' }

export function proposalWords(proposal: AnswerProposal): string {
  return proposal === null ? '未见须退回或通报之处' : proposal === 'send-back' ? '退回重答' : faultWords[proposal]
}
