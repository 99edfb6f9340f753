import { z } from 'zod'

/**
 * One district on the wall as a square of a grid: where it lies beside the others, as people of the city would sketch it, and no
 * outline of it. Columns and rows from 1.
 */
export const DistrictTile = z.strictObject({
  /** Division code: what begins with it happened there. */
  code: z.string().regex(/^\d{2,12}$/, '应为区划代码'),
  name: z.string().min(1).max(8, '大屏格子里最多 8 个字'),
  column: z.number().int().min(1).max(24),
  row: z.number().int().min(1).max(24)
})
export type DistrictTile = z.infer<typeof DistrictTile>

/** What `wall.districts` says: no square and no code twice. */
export const DistrictTiles = z.array(DistrictTile).superRefine((tiles, context) => {
  for (const [index, tile] of tiles.entries()) {
    const before = tiles.slice(0, index)
    if (before.some(({ code }) => code === tile.code))
      context.addIssue({ code: 'custom', path: [index, 'code'], message: `区划 ${tile.code} 写了两遍` })
    const taken = before.find(({ column, row }) => column === tile.column && row === tile.row)
    if (taken !== undefined) context.addIssue({ code: 'custom', path: [index], message: `第 ${tile.row} 行第 ${tile.column} 列已是${taken.name}` })
  }
})

/** Division codes are 2, 4, 6 and 9 digits long; the level below a prefix, though a city directly under the state has no level of cities. */
const lengths = [2, 4, 6, 9] as const
const widest = 8
const most = 64

/** Where nobody sketched the city: its parts in the order of their codes, row by row in a grid that is a little wider than high. */
export function tilesInOrder(divisions: readonly { readonly code: string; readonly name: string }[], codes: readonly string[]): DistrictTile[] {
  const ours = divisions.filter(({ code }) => codes.length === 0 || codes.some((prefix) => code.startsWith(prefix) && code !== prefix))
  const longest = codes.reduce((longestYet, { length }) => Math.max(longestYet, length), 0)
  const length = lengths.find((one) => one > longest && ours.some(({ code }) => code.length === one))
  const parts = ours.filter(({ code }) => code.length === length).slice(0, most)
  const columns = Math.min(widest, Math.max(1, Math.ceil(Math.sqrt(parts.length * 1.4))))
  return parts
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, name }, index) => ({
      code,
      name: shortName(name),
      column: (index % columns) + 1,
      row: Math.floor(index / columns) + 1
    }))
}

/** 河东区 → 河东, though 蓟县 and 新区 keep what would leave a single letter. */
function shortName(name: string): string {
  const short = name.replace(/(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|街道|省|市|县|区|镇|乡)$/, '')
  return (short.length >= 2 ? short : name).slice(0, 8)
}
