import type { Heat } from './heat.ts'

const tierWords = {
  official: '官方',
  central: '中央媒体',
  provincial: '省级媒体',
  city: '市级媒体',
  commercial: '商业媒体',
  self: '自媒体',
  unknown: '未归类'
} as const satisfies Record<Heat['reach'][number]['tier'], string>

/** The heat in the words that the page and the command line show. */
export function paceWords({ velocity, acceleration }: Pick<Heat, 'velocity' | 'acceleration'>): string {
  if (acceleration === null) return `最近一小时 ${velocity} 条`
  return `最近一小时 ${velocity} 条，比前一小时${acceleration < 0 ? '少' : '多'} ${Math.abs(acceleration)} 条`
}

export function reachWords({ reach }: Pick<Heat, 'reach'>): string {
  return (
    reach
      .map(({ tier, mentions, sources, views, viewsUnknown }) => {
        const unknown = viewsUnknown === 0 || views === null ? '' : `（另 ${viewsUnknown} 条未知）`
        return `${tierWords[tier]} ${mentions} 条 ${sources} 家，阅读 ${round(views)}${unknown}`
      })
      .join('；') || '无'
  )
}

export function growthWords({ growth: { hours, gained, compared } }: Pick<Heat, 'growth'>): string {
  return gained === null ? `${hours} 小时：未知` : `${hours} 小时 ${gained}（${compared} 条可比）`
}

export function hotListWords({ hotLists }: Pick<Heat, 'hotLists'>): string {
  return hotLists.map(({ source, rank }) => (rank === null ? `${source}（名次不详）` : `${source}第 ${rank} 位`)).join('，') || '未见'
}

export function usualWords({ desk }: Pick<Heat, 'desk'>): string {
  if (desk === null) return '历史不足三周，尚不可知'
  const { usual, lastHour, excess } = desk
  return `此时段全台通常 ${round(usual.median)}±${round(usual.spread)} 条（${usual.weeks} 周），现为 ${lastHour} 条，高出 ${round(excess)} 个标准差`
}

export function forecastWords({ forecast }: Pick<Heat, 'forecast'>): string {
  if (forecast === null) return '不足六小时，看不出走势'
  return `每小时条数（八成区间）：${forecast.map(({ hoursAhead, expected, low, high }) => `+${hoursAhead}时 ${round(expected)}（${round(low)}–${round(high)}）`).join('，')}`
}

export function pastErrorWords({ pastErrors }: Pick<Heat, 'pastErrors'>): string {
  if (pastErrors.length === 0) return '尚无可验证的时刻'
  return pastErrors
    .map(
      ({ hoursAhead, checked, meanError, covered, naiveError }) =>
        `+${hoursAhead}时 平均差 ${round(meanError)} 条（照搬上一小时差 ${round(naiveError)}），区间含 ${Math.round(covered * 100)}%（${checked} 次）`
    )
    .join('；')
}

/** At most one decimal; unknown is said. */
function round(value: number | null): string {
  return value === null ? '未知' : String(Math.round(value * 10) / 10)
}
