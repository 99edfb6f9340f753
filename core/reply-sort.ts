import { z } from 'zod'

/** 国办发〔2016〕80号 sorts what the public says by the answer that it is owed; each has a public outcome of its own. */
export const ReplySort = z.enum(['suggestion', 'difficulty', 'serious-problem', 'uninformed', 'mistaken'])
export type ReplySort = z.infer<typeof ReplySort>

/** The sort, and what has to be made public of it. */
export const replySortWords = {
  suggestion: '建设性意见，吸收采纳情况要对外公开',
  difficulty: '实际困难，研究解决情况要对外公布',
  'serious-problem': '重大问题，调查处置情况要及时发布',
  uninformed: '不了解情况，要主动发布权威信息、解疑释惑',
  mistaken: '错误看法或不实信息，要及时澄清引导'
} as const satisfies Record<ReplySort, string>
