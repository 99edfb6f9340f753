const longestTitle = 30

/** Whether the character stands in the title of a work: 《南京，南京》 is no place, 《市容管理条例》 no office. */
export function isInWork(plain: string, at: number): boolean {
  for (let before = at - 1; before >= 0 && before >= at - longestTitle; before--) {
    const code = plain.charCodeAt(before)
    if (code === 0x300a) return true
    if (code === 0x300b || code === 0x0a) return false
  }
  return false
}
