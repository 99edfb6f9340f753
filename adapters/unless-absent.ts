/** What is read of a disk, or this where there is no such file or folder. @throws whatever else is wrong with it */
export async function unlessAbsent<Read, Instead>(reading: Promise<Read>, instead: Instead): Promise<Read | Instead> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead
    throw error
  }
}
