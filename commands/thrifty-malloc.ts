/** mallopt(3). Two arenas; what is larger than 128 kB is mapped by itself, always; what was freed above that is given back. */
const settings = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }

/**
 * The C library keeps an arena a thread and gives little of what was freed back: 40 MB of a pipeline process under load. It reads
 * its settings only when a process begins, so the program begins anew in the same process, unless somebody set them before or the
 * system cannot (Windows).
 */
export function keepMallocSmall(): void {
  if (process.platform !== 'linux' || process.execve === undefined) return
  if (Object.keys(settings).every((name) => process.env[name] !== undefined)) return
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], { ...settings, ...process.env })
}
