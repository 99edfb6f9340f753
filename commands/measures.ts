import { systemClock } from '../adapters/clock.ts'
import { sha256 } from '../adapters/hash.ts'
import type { CaptureRecapture } from '../core/measures/capture-recapture.ts'
import type { Rate } from '../core/measures/measure-row.ts'
import { measuredIncident } from '../core/measures/measured-incident.ts'
import { measuresOf, type DepartmentMeasures, type Measures } from '../core/measures/measures.ts'
import { Month } from '../core/measures/month.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'
import { padded } from './table.ts'

const mostRead = 10_000

/** `measures`: 按时率、漏报、迟报、误报、瞒报 by department, of a month or of all; with `--json` the rows that each figure counts. */
export async function measures(options: Place & { month?: string; department?: string; json?: boolean }): Promise<void> {
  const month = options.month === undefined ? null : Month.safeParse(options.month)
  if (month?.success === false) throw new UsageError(`月份应写成 2026-11，现为 ${options.month}`)
  await withStores(options, async (stores) => {
    const documents = await stores.incidents.list({ limit: mostRead })
    if (documents.length >= mostRead) say(`只读了最紧急的 ${mostRead} 起事件`)
    const scope = { month: month?.data ?? null, departmentId: options.department ?? null }
    const measured = measuresOf(
      documents.map((document) => measuredIncident(document, sha256)),
      scope,
      systemClock.now()
    )
    await result(options.json === true ? measured : page(measured))
  })
}

function page({ departments, total, unseen }: Measures): string {
  const head = ['部门', '按时率', '漏报', '迟报（上报）', '逾期（各阶段）', '误报', '疑似瞒报']
  const rows = [...departments.map((one) => line(one.department?.name ?? '不归单一部门', one)), line('合计', total)]
  return [...padded([head, ...rows]), ...(unseen === null ? [] : [unseenWords(unseen)])].join('\n')
}

function line(name: string, { onTime, missed, lateReports, late, overruled, concealed }: DepartmentMeasures): string[] {
  return [name, ...[onTime, missed, lateReports, late, overruled].map(rateWords), String(concealed.length)]
}

/** Nothing counted is 未知, never 0 %. */
function rateWords({ rate, part, of }: Rate): string {
  return rate === null ? '未知' : `${Math.round(rate * 1000) / 10}%（${part}/${of}）`
}

function unseenWords({ first, second, both, seen, estimate, unknownBecause }: CaptureRecapture): string {
  const found = `机器发现 ${first} 起，人员报告 ${second} 起，两者都发现 ${both} 起，共 ${seen} 起`
  if (estimate === null) return `${found}；未被发现的：未知（${unknownBecause ?? ''}）`
  const { unseen, low, high } = estimate
  return `${found}；推算未被发现的约 ${Math.round(unseen)} 起（总数 95% 区间 ${Math.round(low)}–${Math.round(high)}，Chapman 1951）`
}
