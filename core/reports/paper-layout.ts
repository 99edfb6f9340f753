/** 党政机关公文格式 GB/T 9704-2012, in millimetres and points: what every writer of a paper lays out by. */
export const pageLayout = {
  widthMm: 210,
  heightMm: 297,
  topMm: 37,
  bottomMm: 35,
  leftMm: 28,
  rightMm: 26,
  linesAPage: 22,
  signsALine: 28,
  /** Of the text area, 225 mm by 22 lines. */
  linePt: 28.95
} as const

/** Sizes by their names: 2号, 3号, 4号, and of tables and sources 小四 and 小五. */
export const sizePt = { two: 22, three: 16, four: 14, table: 12, small: 9 } as const

/** Names of typefaces as the standard and offices use them. */
export const fontNames = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  headingOne: '黑体',
  headingTwo: '楷体_GB2312',
  pageNumber: '宋体',
  latin: 'Times New Roman'
} as const

export const letterheadRed = 'E60012'

const textWidthPt = ((pageLayout.widthMm - pageLayout.leftMm - pageLayout.rightMm) / 25.4) * 72

/** The 发文机关标志 fills its line and stays within it; at most 15 mm high. */
export function letterheadPt(letterhead: string): number {
  const signs = Math.max(Array.from(letterhead).length, 1)
  return Math.max(18, Math.min(42, Math.floor((textWidthPt / signs) * 0.96)))
}

/** 成文日期 ends four signs from the right edge. */
export const signedOnRightPt = 4 * sizePt.three

/** 发文机关署名 stands centred on the date, as where a seal goes over both; one too long for that ends at the edge. Of the right edge. */
export function signedByRightPt({ signedBy, signedOn }: { readonly signedBy: string; readonly signedOn: string }): number {
  return Math.max(0, signedOnRightPt + (widthPt(signedOn) - widthPt(signedBy)) / 2)
}

/** Signs of Chinese are as wide as they are high, figures and Latin about half of it. */
function widthPt(text: string): number {
  return Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x2000 ? 0.5 : 1), 0) * sizePt.three
}
