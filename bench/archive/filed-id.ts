/** The matter that is filed. */
export const filedId = 'bench-archive'
