import type { ScriptedAct } from '../../scenario.ts'
import { at } from './drafts.ts'

/** The blast is filed the same evening, when nothing more is said of it: later in life, soon enough for a drill. */
export const afterActs: readonly ScriptedAct[] = [
  {
    id: 'blast-close',
    incident: 'chem-explosion',
    at: at('23:30'),
    by: 'leader',
    act: {
      do: 'close',
      reason: '救援结束，权威发布和新闻发布会均已完成，善后与调查由事故调查组继续',
      // Mail in a drill is accepted and never proven to arrive, so that people stand on the call list.
      despite: '电话通知清单上的人均在现场指挥部，已当面告知'
    }
  },
  { id: 'blast-closing', incident: 'chem-explosion', at: at('23:35'), by: 'duty-officer', act: { do: 'paper', kind: 'closing' } },
  {
    id: 'blast-review',
    incident: 'chem-explosion',
    at: at('23:40'),
    by: 'analyst',
    act: {
      do: 'review',
      wentWell: '值班员及时签收核实，发布会按时召开',
      wentBadly: '首次权威发布超过 5 小时时限 25 分钟',
      lessons: '伤亡人数未定时可先发布已知情况和正在核实的事项，不必等全部查清',
      rulesToChange: '化工事故口径模板增加“已知情况、正在核实”一栏'
    }
  },
  { id: 'blast-archive', incident: 'chem-explosion', at: at('23:50'), by: 'duty-officer', act: { do: 'archive' } }
]
